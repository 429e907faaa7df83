// Fills and tells while an editor types. Every form works without it: then the same is said when it is saved or checked.
// The sentences come from the server, in its language; so do all rules (desk/lookups.html, tracker/desk/lookups.py).

const $ = django.jQuery; // the choices by letters tell of a change in no other way
const lookups = document.getElementById("desk-lookups").dataset;

async function ask(address, parameters) {
  const answer = await fetch(address + "?" + new URLSearchParams(parameters), { headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : null;
}

// What is asked while somebody types waits for a pause; an answer that came too late is dropped.
const waiting = new Map();
function soon(name, work) {
  clearTimeout(waiting.get(name));
  waiting.set(name, setTimeout(work, 300));
}

// The boxes of one form or one row stand together: their names share a beginning.
function box(name, beginning) {
  return document.getElementById("id_" + beginning + name);
}

function beginningOf(field, name) {
  return field.name.slice(0, field.name.length - name.length);
}

function say(field, kind, parts) {
  const row = field.closest(".form-row") || field.parentNode;
  const id = field.id + "_" + kind;
  let note = document.getElementById(id);
  if (!note) {
    note = document.createElement("div");
    note.id = id;
    note.setAttribute("role", "status");
    row.append(note);
  }
  note.className = kind === "warning" ? "desk-warning" : "desk-note";
  note.replaceChildren(...parts);
  note.hidden = parts.length === 0;
}

// Many are folded, so that the Tab key does not stop at each.
function links(sentence, entries) {
  const list = document.createElement("ul");
  for (const entry of entries) {
    const link = document.createElement("a");
    link.href = entry.url;
    link.target = "_blank";
    link.textContent = entry.text;
    link.title = lookups.inNewWindow;
    const line = document.createElement("li");
    line.append(link);
    list.append(line);
  }
  if (entries.length < 2) {
    return [sentence, list];
  }
  const folded = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = sentence + " " + entries.length;
  folded.append(summary, list);
  return [folded];
}

// What an editor typed stays; what was put there by the script, or taken over, follows the address.
function isFree(field) {
  return field && (!field.value || field.value === field.dataset.filled);
}

function fill(field, value) {
  if (!isFree(field) || field.value === value) {
    return;
  }
  field.value = value;
  field.dataset.filled = value;
  $(field).trigger("change");
  readDay(field);
  unmark(field);
}

function choose(field, choice) {
  if (choice && isFree(field) && !Array.from(field.options).some((option) => option.value === String(choice.id))) {
    field.append(new Option(choice.text, choice.id));
  }
  fill(field, choice ? String(choice.id) : "");
}

// A box that was changed is not taken over any more.
function unmark(field) {
  const help = field.dataset.taken !== undefined && document.getElementById(field.id + "_helptext");
  const mark = help && help.querySelector(".desk-taken");
  if (mark) {
    mark.hidden = field.value !== field.dataset.taken;
  }
}

function emptyTheForm(link) {
  for (const field of document.querySelectorAll("[data-taken]")) {
    if (field.value === field.dataset.taken) {
      field.value = "";
      $(field).trigger("change");
      readDay(field);
    }
    unmark(field);
  }
  const note = link.closest("p");
  for (const sent of note.querySelectorAll("input")) {
    sent.value = "";
  }
  note.hidden = true;
  box("address", "").focus();
}

// A known address fills publisher, day, language and origin; of a new one, more has to be said.
let mayPropose = true;
async function lookUpSource(field, isOpening) {
  const beginning = beginningOf(field, "address");
  const address = field.value.trim();
  if (!address) {
    say(field, "note", []);
    return;
  }
  const found = await ask(lookups.source, { address: address, statement: lookups.statement });
  if (!found || field.value.trim() !== address) {
    return;
  }
  const origin = box("origin", beginning);
  if (found.origin && isFree(origin)) {
    box("origin_basis", beginning).value = found.origin_basis;
  }
  mayPropose = !isOpening; // the day that a form begins with stays
  choose(box("publisher", beginning), found.publisher);
  fill(box("source_published_on", beginning), found.published_on || "");
  fill(box("source_language", beginning), found.language || "");
  choose(origin, found.origin);
  mayPropose = true;
  if (!found.known) {
    unfold(box("publisher", beginning));
  }
  const note = found.problem || found.note;
  say(field, "note", found.statements && found.statements.length ? links(note, found.statements) : [note]);
}

function unfold(field) {
  const section = field.closest("details");
  if (section) {
    section.open = true;
  }
}

// The day of the words, and the day from which the fact was public, are proposed from the source.
function proposeDay(field) {
  const day = document.getElementById("id_said_on") || document.getElementById("id_public_on");
  const isFirst = field.name === "source_published_on" || field.name === "evidence-0-source_published_on";
  if (mayPropose && day && isFirst && field.value && isFree(day)) {
    fill(day, field.value);
    say(day, "note", [day.id === "id_said_on" ? lookups.proposed : lookups.proposedPublic]);
  }
}

// What a typed day is understood as.
async function readDay(field) {
  const words = document.getElementById(field.id + "_read");
  if (!words) {
    return;
  }
  const typed = field.value.trim();
  const found = typed ? await ask(lookups.day, { day: typed }) : { words: "" };
  if (found && field.value.trim() === typed) {
    words.textContent = found.words || found.problem || "";
    words.classList.toggle("desk-unread", Boolean(found.problem));
  }
}

// The office held then, and what else is on record of that day.
async function lookUpOffice() {
  const speaker = document.getElementById("id_speaker");
  const day = document.getElementById("id_said_on");
  if (!speaker || !day || !speaker.value || !day.value) {
    return;
  }
  const asked = { speaker: speaker.value, said_on: day.value, except: lookups.statement };
  const found = await ask(lookups.office, asked);
  if (!found || speaker.value !== asked.speaker || day.value !== asked.said_on) {
    return;
  }
  say(day, "office", found.office ? [found.office] : []);
  const warnings = found.warning ? [found.warning + " "] : [];
  const same = found.statements || [];
  say(day, "warning", same.length ? [...warnings, ...links(found.same_day, same)] : warnings);
}

// Words of this speaker that are much like those being typed.
async function lookUpSimilar() {
  const speaker = document.getElementById("id_speaker");
  const quote = document.getElementById("id_quote");
  const claim = document.getElementById("id_claim");
  if (!speaker || !quote || !claim || !speaker.value) {
    return;
  }
  const typed = { claim: claim.value.slice(0, 200), quote: quote.value.slice(0, 200) };
  const found = await ask(lookups.similar, { speaker: speaker.value, except: lookups.statement, ...typed });
  if (found && claim.value.startsWith(typed.claim) && quote.value.startsWith(typed.quote)) {
    say(claim.value ? claim : quote, "warning", found.statements.length ? links(found.note, found.statements) : []);
    say(claim.value ? quote : claim, "warning", []);
  }
}

// An account that stands at this statement already adds no second origin.
async function lookUpOrigin(field) {
  if (!lookups.statement || !field.value) {
    say(field, "warning", []);
    return;
  }
  const found = await ask(lookups.origin, { origin: field.value, statement: lookups.statement });
  say(field, "warning", found && found.warning ? [found.warning] : []);
}

// Where no words are printed, the form is a paraphrase.
function followNoWords(field) {
  const form = document.getElementById("id_primary_form");
  if (form && (field.checked || form.value === "paraphrase")) {
    form.value = field.checked ? "paraphrase" : "";
  }
}

// A wording fills the criteria that are empty.
function startFrom(button) {
  const boxes = JSON.parse(button.dataset.boxes);
  const filled = Object.keys(boxes).map((name) => box(name, "")).filter((field) => field && !field.value.trim());
  for (const field of filled) {
    field.value = boxes[field.name];
  }
  if (filled.length) {
    filled[0].focus();
  }
}

// Findings that the evidence does not allow are greyed, with the reason.
async function weighFindings() {
  const finding = document.getElementById("id_finding");
  if (!finding || !lookups.findings) {
    return;
  }
  const asked = new URLSearchParams({ statement: lookups.statement, public_on: box("public_on", "").value });
  for (const stance of document.querySelectorAll("select[name$=-stance]:not([name*=__prefix__])")) {
    const beginning = beginningOf(stance, "stance");
    const gone = document.getElementById("id_" + beginning + "DELETE");
    if (stance.value && !(gone && gone.checked)) {
      const days = ["happened_on", "source_published_on"].map((name) => box(name, beginning).value.trim());
      asked.append("proof", [stance.value, ...days].join("|"));
    }
  }
  const found = await ask(lookups.findings, asked);
  if (found) {
    greyOut(finding, found.impossible);
  }
}

function greyOut(finding, reasons) {
  const byReason = new Map();
  for (const option of finding.options) {
    const reason = reasons[option.value];
    // What is chosen already stays to be seen; saving it is refused with the same reason.
    option.disabled = Boolean(reason) && !option.selected;
    if (reason) {
      byReason.set(reason, [...(byReason.get(reason) || []), option.textContent]);
    }
  }
  const list = document.createElement("ul");
  const isNonePossible = byReason.size === 1 && Object.keys(reasons).length === finding.options.length - 1;
  for (const [reason, names] of byReason) {
    const line = document.createElement("li");
    const name = document.createElement("b");
    name.textContent = `${new Intl.ListFormat(document.documentElement.lang, { type: "unit" }).format(names)}: `;
    line.append(...(isNonePossible ? [reason] : [name, reason]));
    list.append(line);
  }
  say(finding, "note", byReason.size ? [lookups.impossible, list] : []);
}

// Only what a finding asks for is shown: which part of it held, or the new day.
function askWhatItNeeds() {
  const finding = document.getElementById("id_finding");
  const needed = { partly_because: "partly_upheld", new_check_by: "postponed" };
  for (const name of finding ? Object.keys(needed) : []) {
    const field = box(name, "");
    const place = field && field.closest(".form-row, .fieldBox").closest(".form-multiline > div, .form-row");
    if (place) {
      place.hidden = finding.value !== needed[name] && !field.value && !place.querySelector(".errorlist");
    }
  }
}

$(document).on("change", "input, select", function () {
  const name = this.name || "";
  if (name.endsWith("address")) {
    lookUpSource(this);
  } else if (name.endsWith("source_published_on")) {
    proposeDay(this);
  } else if (name === "speaker" || name === "said_on") {
    lookUpOffice();
  } else if (/(^|-)origin$/.test(name) && document.body.classList.contains("model-verification")) {
    lookUpOrigin(this);
  } else if (name === "no_words") {
    followNoWords(this);
  } else if (name === "finding") {
    askWhatItNeeds();
  }
  if (name === "speaker") {
    lookUpSimilar();
  }
  if (/(^|-)(stance|happened_on|source_published_on|public_on|DELETE|finding)$/.test(name)) {
    weighFindings();
  }
  unmark(this);
});

$(document).on("input", "input, textarea", function () {
  unmark(this);
  if (this.dataset.desk === "day") {
    soon(this.id, () => readDay(this));
  } else if (this.dataset.desk === "address") {
    soon(this.id, () => lookUpSource(this));
  } else if (this.name === "quote" || this.name === "claim") {
    soon("similar", lookUpSimilar);
  }
});

$(document).on("click", "[name=_start_from]", function (event) {
  event.preventDefault();
  startFrom(this);
});

$(document).on("click", "[data-desk=empty]", function (event) {
  event.preventDefault();
  emptyTheForm(this);
});

document.addEventListener("formset:removed", weighFindings);

// What a form begins with: the last claim's source, speaker and day; a saved statement shows its office already.
const address = box("address", "");
if (address && address.value) {
  // The focus comes by itself, and typing then replaces what was taken over.
  address.addEventListener("focus", () => address.select(), { once: true });
  if (document.activeElement === address) {
    address.select();
  }
  lookUpSource(address, true);
}
if (!document.querySelector(".field-office_then")) {
  lookUpOffice();
}
askWhatItNeeds();
weighFindings();
