// What a page can do beyond its forms and links. Nothing here is needed to read or to find anything.

// Keys. They can be switched off, and are never taken from somebody who is typing or choosing.
const help = document.getElementById("keys");
const areOn = document.getElementById("keys-on");

try {
  areOn.checked = localStorage.getItem("keys") !== "off";
  areOn.addEventListener("change", () => localStorage.setItem("keys", areOn.checked ? "on" : "off"));
} catch {
  // A browser that keeps nothing forgets it with the page.
}

function search() {
  const box = document.getElementById("q");
  box?.focus();
  box?.select();
  if (!box) location.assign(help.dataset.search);
}

function go(by) {
  const rows = [...document.querySelectorAll("main .words a")];
  const next = rows[Math.max(rows.indexOf(document.activeElement) + by, 0)];
  next?.focus();
}

const keys = { "/": search, "?": () => help.showModal(), j: () => go(1), k: () => go(-1) };
keys["؟"] = keys["?"];

document.addEventListener("keydown", (event) => {
  const isWriting = event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]");
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isWriting || !areOn.checked) return;
  if (!Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});

document.getElementById("keys-opener").addEventListener("click", () => help.showModal());

// A list in place: htmx shows it anew when a filter changes, or when a chip or a link to another piece of it is followed
// (statements.html says how). It is fetched with the first sign of that, so that nobody waits for it who only reads.
const browse = document.querySelector("[data-htmx]");
const form = browse?.querySelector("form");
let htmxIsHere;

function fetchHtmx() {
  htmxIsHere ??= new Promise((done) => {
    const script = Object.assign(document.createElement("script"), { src: browse.dataset.htmx, onload: done });
    if (document.readyState === "complete") document.head.append(script);
    else addEventListener("load", () => document.head.append(script));
  });
  return htmxIsHere;
}

form?.addEventListener("change", () => window.htmx ?? fetchHtmx().then(() => htmx.trigger(form, "change")));
for (const sign of ["pointerover", "focusin"]) {
  browse?.addEventListener(sign, ({ target }) => target.closest(".chips a, .pages a") && fetchHtmx());
}

// Back to a list that was shown under another address: it is asked for anew.
addEventListener("popstate", ({ state }) => state?.htmx && location.reload());

const isName = (box) => box.matches("[data-names]");
const isHalfTyped = (box) => box.type === "date" && box.value && box.value < "1000";

document.addEventListener(
  "change",
  (event) => {
    if (isName(event.target) || isHalfTyped(event.target)) event.stopPropagation();
  },
  true,
);

document.addEventListener("htmx:configRequest", ({ detail }) => {
  for (const [name, value] of [...detail.formData]) {
    if (!value.trim() || name.endsWith("_named")) delete detail.parameters[name];
  }
});

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.requestConfig.triggeringEvent.type === "submit") document.querySelector("#drawer[popover]")?.hidePopover();
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const { elt } = detail.requestConfig;
  if (elt.matches("a")) goOn(elt, new URL(elt.href).searchParams.get("q"));
  // What is ticked comes first in its list, and stays in sight.
  else document.activeElement.scrollIntoView({ block: "nearest" });
});

// The link that was followed is gone: the focus goes to the chip in its place, else to the list.
function goOn(link, words) {
  const chip = link.closest(".chips li");
  const left = document.querySelectorAll("#chips li:not(.clear) a");
  const list = document.getElementById("list");
  const next = chip && left[Math.min([...chip.parentNode.children].indexOf(chip), left.length - 1)];
  (next ?? list).focus({ preventScroll: true });
  if (chip) document.getElementById("q").value = words;
  else list.parentNode.scrollIntoView();
}

// The head follows the list: where feed readers find its feed, and the other languages.
document.addEventListener("htmx:afterOnLoad", ({ detail }) => {
  const [alternates, page] = ["link[rel=alternate]", new DOMParser().parseFromString(detail.xhr.response, "text/html")];
  for (const link of document.head.querySelectorAll(alternates)) link.remove();
  document.head.append(...page.head.querySelectorAll(alternates));
});

// Whatever goes wrong, the browser asks for the page itself and shows what it gets.
for (const fault of ["htmx:responseError", "htmx:sendError", "htmx:swapError"]) {
  document.addEventListener(fault, ({ detail }) => location.assign(detail.pathInfo.finalRequestPath));
}

// Officials, publishers, countries, and topics where there are many are offered while their name is being typed. Without
// script the form does it when it is sent.
const language = document.documentElement.lang;

function line(filter, { value, name, count }) {
  const tick = Object.assign(document.createElement("input"), { type: "checkbox", name: filter, value });
  tick.id = `${filter}-${value}`;
  const label = document.createElement("label");
  label.append(tick, ` ${name}`);
  if (count !== null) {
    const number = Object.assign(document.createElement("span"), { className: "count" });
    number.textContent = count.toLocaleString(language);
    label.append(" ", number);
  }
  const entry = document.createElement("li");
  entry.append(label);
  return entry;
}

async function offer(box) {
  const text = box.value.trim();
  const answer = text && (await fetch(`${box.dataset.names}?${new URLSearchParams({ named: text })}`));
  if (text !== box.value.trim() || (answer && !answer.ok)) return;
  const { found, is_more } = answer ? await answer.json() : { found: [], is_more: false };
  const filter = box.dataset.filter;
  const chosen = document.getElementById(`${filter}-chosen`);
  const offered = document.getElementById(`${filter}-offered`);
  chosen.append(...[...offered.children].filter((entry) => entry.querySelector(":checked")));
  const taken = new Set([...chosen.querySelectorAll("input")].map((tick) => tick.value));
  const left = found.filter(({ value }) => !taken.has(value));
  offered.replaceChildren(...left.map((one) => line(filter, one)));
  const told = offered.previousElementSibling;
  const { some, many, none } = told.dataset;
  if (!text) told.textContent = "";
  else if (is_more) told.textContent = many;
  else told.textContent = left.length ? some.replace("{}", left.length.toLocaleString(language)) : none;
}

let waiting;
document.addEventListener("input", ({ target }) => {
  if (!isName(target)) return;
  clearTimeout(waiting);
  waiting = setTimeout(offer, 150, target);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && isName(event.target)) event.preventDefault();
});
