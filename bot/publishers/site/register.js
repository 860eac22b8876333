"use strict";

// The register's own script: looks through the rows of a page's data file, and opens what is folded for paper.
// A row is [cells, keys, also]; a cell is a list of parts, each [text, kind, page]. Text is only ever set as text.

const plainly = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

const filled = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

function drawnPart([text, kind, page]) {
  if (!kind && !page) return document.createTextNode(text);
  const part = document.createElement(page ? "a" : "span");
  if (page) part.href = page;
  if (kind) part.className = kind;
  part.textContent = text;
  return part;
}

function drawnRow([cells], labels) {
  const row = document.createElement("tr");
  row.setAttribute("role", "row");
  cells.forEach((parts, at) => {
    const cell = document.createElement("td");
    cell.setAttribute("role", "cell");
    cell.dataset.label = labels[at];
    cell.append(...parts.map(drawnPart));
    row.append(cell);
  });
  return row;
}

function lookThrough(list, rows) {
  const form = list.querySelector("form");
  const body = list.querySelector("tbody");
  const found = list.querySelector(".found");
  const more = list.querySelector(".more button");
  const labels = [...list.querySelectorAll("thead th")].map((head) => head.textContent);
  const texts = rows.map(([cells, , also]) =>
    plainly(`${cells.flat().map(([text]) => text).join(" ")} ${also}`),
  );
  const size = Number(list.dataset.size);
  let hits = rows;
  let shown = 0;

  function show(upTo) {
    body.append(...hits.slice(shown, upTo).map((row) => drawnRow(row, labels)));
    shown = Math.min(upTo, hits.length);
    const total = rows.length;
    found.textContent = hits.length
      ? filled(list.dataset.found, { n: shown, total: hits.length })
      : list.dataset.none;
    if (hits.length && hits.length < total) found.textContent += ` (${total})`;
    more.hidden = shown === hits.length;
    more.textContent = filled(list.dataset.more, { n: Math.min(size, hits.length - shown) });
  }

  function look() {
    const words = plainly(form.q.value).split(/\s+/).filter(Boolean);
    const keys = [...form.querySelectorAll("select")].map((select) => select.value).filter(Boolean);
    hits = rows.filter(
      (row, at) => keys.every((key) => row[1].includes(key)) && words.every((word) => texts[at].includes(word)),
    );
    shown = 0;
    body.replaceChildren();
    show(size);
  }

  function remember() {
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(null, "", asked.size ? `#${asked}` : location.pathname.split("/").pop());
  }

  // `#status=status:late` narrows the list; any other fragment is a place on the page.
  function recall() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const known = [...form.elements].filter((field) => field.name && asked.has(field.name));
    if (!known.length) return false;
    for (const field of form.elements) if (field.name) field.value = asked.get(field.name) ?? "";
    look();
    list.scrollIntoView();
    return true;
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    look();
    remember();
  });
  more.addEventListener("click", () => {
    const next = shown;
    show(shown + size);
    body.rows[next]?.querySelector("a")?.focus();
  });
  window.addEventListener("hashchange", recall);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      form.q.focus();
    }
  });
  if (!recall()) look();
}

const list = document.querySelector(".list");
if (list && window.registerRows) lookThrough(list, window.registerRows);

const folded = () => document.querySelectorAll("details:not([open])");
let opened = [];
window.addEventListener("beforeprint", () => {
  for (const each of folded()) {
    each.open = true;
    opened.push(each);
  }
});
window.addEventListener("afterprint", () => {
  for (const each of opened) each.open = false;
  opened = [];
});
