// Keeps bold, italic, links and lists of what is pasted from Word or a web page, as the marks that the text is kept in.
// Without this file the plain words arrive, and the portal makes their bullets entries of a list.

const BLOCKS = new Set("ADDRESS ARTICLE BLOCKQUOTE DIV DL H1 H2 H3 H4 H5 H6 LI OL P PRE SECTION TABLE TBODY THEAD TR UL".split(" "));
// What Word's tracked changes have deleted stays deleted.
const LEFT_OUT = new Set("DEL HEAD META SCRIPT STYLE TITLE TEMPLATE".split(" "));
// What stands before a paragraph of a list in Word: a number or a letter, or else a sign.
const NUMBER = /^\s*\(?(\d+|[a-z])[.)]/i;

const styleOf = (node) => node.getAttribute("style") ?? "";

const marked = (words, mark) => {
  const [, before, inside, after] = /^(\s*)([^]*?)(\s*)$/.exec(words);
  return inside ? `${before}${mark}${inside}${mark}${after}` : words;
};

const isBold = (node) => {
  const weight = /font-weight:\s*(\w+)/.exec(styleOf(node))?.[1];
  if (weight) return weight.startsWith("bold") || Number(weight) >= 600;
  return ["B", "STRONG"].includes(node.nodeName);
};

const isItalic = (node) => {
  const style = /font-style:\s*(\w+)/.exec(styleOf(node))?.[1];
  return style ? style === "italic" : ["I", "EM"].includes(node.nodeName);
};

// A bracket would end the link.
const addressOf = (href) => new URL(href).href.replaceAll("(", "%28").replaceAll(")", "%29");

// The words of what stands in one line; `has` are the marks that are set around it already.
const inline = (node, has = "") => {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/[ \t\r\n]+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || LEFT_OUT.has(node.nodeName) || styleOf(node).includes("mso-list:Ignore")) return "";
  if (node.nodeName === "BR") return "\n";
  const bold = !has.includes("b") && isBold(node);
  const italic = !has.includes("i") && isItalic(node);
  const inner = [...node.childNodes].map((one) => inline(one, has + (bold ? "b" : "") + (italic ? "i" : ""))).join("");
  const href = node.nodeName === "A" ? (node.getAttribute("href") ?? "") : "";
  const linked = /^https?:\/\//.test(href) && inner.trim() ? `[${inner.trim()}](${addressOf(href)})` : inner;
  return marked(marked(linked, italic ? "*" : ""), bold ? "**" : "");
};

// [{ kind, words }]: the paragraphs, entries of lists and rows of tables within a node, in order.
const blocks = (node, found = [], depth = 0) => {
  let line = "";
  const end = () => {
    const words = line.replace(/ *\n */g, "\n").trim();
    if (words) found.push({ kind: "paragraph", words });
    line = "";
  };
  for (const one of node.childNodes) {
    if (!BLOCKS.has(one.nodeName)) {
      // What is no block may hold some.
      if (one.querySelector?.("p, li, div, table, h1, h2, h3, h4, h5, h6")) {
        end();
        blocks(one, found, depth);
      } else line += inline(one);
      continue;
    }
    end();
    const style = styleOf(one);
    if (one.nodeName === "TR") {
      const cells = [...one.cells].map((cell) => inline(cell).replace(/\s+/g, " ").trim());
      found.push({ kind: "row", words: cells.join(" | ") });
    } else if (/mso-list:(?!\s*Ignore)/.test(style)) {
      const level = Number(/level(\d)/.exec(style)?.[1] ?? 1);
      const sign = [...one.querySelectorAll("span")].find((each) => styleOf(each).includes("mso-list:Ignore"));
      const number = NUMBER.exec(sign?.textContent ?? "")?.[1];
      entry(found, level - 1, number && (Number(number) || 1), inline(one));
    } else if (one.nodeName === "LI") {
      const nested = [...one.children].filter((each) => ["OL", "UL"].includes(each.nodeName));
      const own = [...one.childNodes].filter((each) => !nested.includes(each)).map((each) => inline(each)).join("");
      const list = one.parentNode;
      const number = list.nodeName === "OL" && [...list.children].indexOf(one) + (list.start || 1);
      entry(found, Math.max(depth - 1, 0), number, own);
      for (const each of nested) blocks(each, found, depth + 1);
    } else if (/^H[1-6]$/.test(one.nodeName)) {
      found.push({ kind: "paragraph", words: marked(inline(one, "b").trim(), "**") });
    } else blocks(one, found, depth + (["OL", "UL"].includes(one.nodeName) ? 1 : 0));
  }
  end();
  return found;
};

const entry = (found, depth, number, words) => {
  const line = words.replace(/\s+/g, " ").trim();
  if (line) found.push({ kind: "entry", words: `${"  ".repeat(Math.min(depth, 2))}${number ? `${number}.` : "-"} ${line}` });
};

const textOf = (html) => {
  const found = blocks(new DOMParser().parseFromString(html, "text/html").body).filter((one) => one.words.trim());
  return found.reduce((text, one, place) => {
    if (!place) return one.words;
    const goesOn = one.kind !== "paragraph" && one.kind === found[place - 1].kind;
    return `${text}${goesOn ? "\n" : "\n\n"}${one.words}`;
  }, "");
};

document.getElementById("writing")?.addEventListener("paste", (event) => {
  const html = event.clipboardData?.getData("text/html");
  const area = event.target;
  if (!html || area.nodeName !== "TEXTAREA" || !("marks" in area.dataset)) return;
  let text = "";
  try {
    text = textOf(html);
  } catch {
    // Whatever a page puts on the clipboard: its plain words arrive.
  }
  if (!text) return;
  event.preventDefault();
  // So that it can be undone like typing; where that is not possible, put in as it is.
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
