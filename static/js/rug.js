// The arrow keys in the rug: one tab stop for the whole table, then from cell to cell. Without this file every cell can be
// reached with the Tab key.

const table = document.querySelector("[data-rug]");

if (table) {
  const rows = Array.from(table.rows, (row) => Array.from(row.querySelectorAll("a")).filter((link) => link.closest("tr") === row)).filter(
    (links) => links.length > 0,
  );
  // A link's column is that of its cell: the first row has no links above the areas.
  const columnOf = (link) => link.closest("th, td").cellIndex;
  let current = table.querySelector("tbody td a") ?? table.querySelector("a");
  for (const link of table.querySelectorAll("a")) link.tabIndex = -1;
  if (current) current.tabIndex = 0;

  const goTo = (link) => {
    if (!link) return;
    current.tabIndex = -1;
    current = link;
    current.tabIndex = 0;
    current.focus();
  };
  const nearest = (links, column) =>
    links.reduce((best, link) => (Math.abs(columnOf(link) - column) < Math.abs(columnOf(best) - column) ? link : best), links[0]);

  table.addEventListener("focusin", (event) => {
    if (event.target.matches("a") && event.target !== current) {
      current.tabIndex = -1;
      current = event.target;
      current.tabIndex = 0;
    }
  });

  table.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || (event.ctrlKey && event.key !== "Home" && event.key !== "End")) return;
    const row = rows.findIndex((links) => links.includes(current));
    const links = rows[row];
    const place = links.indexOf(current);
    const down = (by) => rows[Math.min(Math.max(row + by, 0), rows.length - 1)];
    const moves = {
      ArrowLeft: () => links[place - 1],
      ArrowRight: () => links[place + 1],
      ArrowUp: () => row > 0 && nearest(down(-1), columnOf(current)),
      ArrowDown: () => row < rows.length - 1 && nearest(down(1), columnOf(current)),
      PageUp: () => nearest(down(-5), columnOf(current)),
      PageDown: () => nearest(down(5), columnOf(current)),
      Home: () => (event.ctrlKey ? rows[0][0] : links[0]),
      End: () => (event.ctrlKey ? rows.at(-1).at(-1) : links.at(-1)),
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    goTo(moves[event.key]());
  });
}
