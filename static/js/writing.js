// Keeps what somebody types in a section and has not saved: with the portal, or on this device while that is out of reach.
// Without this file the section is written and saved all the same.

const keyOf = (user, path) => `unsaved:${user}:${path}`;
const saved = document.querySelector("[data-saved]");
const form = document.getElementById("writing");
// Private windows may have no store.
const store = (() => {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
})();

if (saved) store?.removeItem(keyOf(saved.dataset.user, saved.dataset.saved));

if (form) {
  const key = keyOf(form.dataset.user, form.getAttribute("action"));
  const state = document.getElementById("writing-state");
  let changed = false;
  let leaving = false;
  let timer;
  let sending;

  const say = (words) => {
    if (state && state.textContent !== words) state.textContent = words;
  };

  const typed = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");

  const keepHere = () => {
    try {
      store.setItem(key, JSON.stringify(typed()));
      return true;
    } catch {
      return false;
    }
  };

  const keep = async () => {
    clearTimeout(timer);
    if (!changed || leaving) return;
    changed = false;
    sending?.abort();
    sending = new AbortController();
    const { signal } = sending;
    try {
      const answer = await fetch(form.dataset.unsaved, { method: "POST", body: new FormData(form), redirect: "manual", signal });
      if (!answer.ok) throw new Error(answer.status);
      const { at } = await answer.json();
      if (signal.aborted) return;
      if (!changed) store?.removeItem(key);
      say(`Kept for you at ${at}. Not saved yet.`);
    } catch {
      if (signal.aborted) return;
      changed = true;
      say(
        keepHere()
          ? "The portal can't be reached, or you were signed out. What you type is kept on this device. Save it when you are back."
          : "The portal can't be reached, and this device keeps nothing. Copy what you typed before you leave the page.",
      );
    }
  };

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 3000);
  });
  // A phone that is put away may never come back to the page.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && changed && !leaving) {
      keepHere();
      keep();
    }
  });
  window.addEventListener("online", keep);
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
    sending?.abort();
    keepHere();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });

  if ("kept" in form.dataset) store?.removeItem(key);
  const left = store?.getItem(key);
  const asking = document.getElementById("writing-restore");
  if (left && asking) {
    asking.hidden = false;
    asking.querySelector("[data-forget]").addEventListener("click", () => {
      store.removeItem(key);
      asking.hidden = true;
    });
    asking.querySelector("[data-restore]").addEventListener("click", () => {
      const again = document.createElement("form");
      again.method = "post";
      again.action = form.getAttribute("action");
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
      for (const [name, value] of [...JSON.parse(left), ["csrfmiddlewaretoken", token], ["do", "restore"]]) {
        const field = document.createElement("textarea");
        field.name = name;
        field.value = value;
        again.append(field);
      }
      again.hidden = true;
      document.body.append(again);
      leaving = true;
      again.submit();
    });
  }
}
