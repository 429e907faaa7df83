/* Fills and tells while an editor types. Every form works without it: then the same is said when it is saved. */
"use strict";
document.addEventListener("DOMContentLoaded", function () {
  const $ = window.django && window.django.jQuery;
  const lookups = document.getElementById("desk-lookups");
  if (!$ || !lookups) {
    return;
  }

  async function ask(address, parameters) {
    const answer = await fetch(address + "?" + new URLSearchParams(parameters), { headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : null;
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

  function links(sentence, entries) {
    const parts = [sentence];
    entries.forEach(function (entry, index) {
      const link = document.createElement("a");
      link.href = entry.url;
      link.target = "_blank";
      link.textContent = entry.text;
      parts.push(index ? "; " : " ", link);
    });
    return parts;
  }

  // What an editor typed stays; what the script put there follows the address.
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
  }

  function choose(field, choice) {
    if (choice && isFree(field) && !Array.from(field.options).some((option) => option.value === String(choice.id))) {
      field.append(new Option(choice.text, choice.id));
    }
    fill(field, choice ? String(choice.id) : "");
  }

  // 1 A known address fills publisher, day, language and origin.
  async function lookUpSource(field) {
    const beginning = beginningOf(field, "address");
    const address = field.value.trim();
    if (!address) {
      say(field, "note", []);
      return;
    }
    const found = await ask(lookups.dataset.source, { address: address, statement: lookups.dataset.statement });
    if (!found || field.value.trim() !== address) {
      return;
    }
    const origin = box("origin", beginning);
    if (found.origin && isFree(origin)) {
      box("origin_basis", beginning).value = found.origin_basis;
    }
    choose(box("publisher", beginning), found.publisher);
    fill(box("source_published_on", beginning), found.published_on || "");
    fill(box("source_language", beginning), found.language || "");
    choose(origin, found.origin);
    if (!found.known) {
      say(field, "note", [found.problem || "A new address: say who brought it out, and when."]);
      return;
    }
    const known = "On record: " + found.label + ".";
    say(field, "note", found.statements.length ? links(known + " It carries:", found.statements) : [known]);
  }

  // 4 The day is proposed from the source.
  function proposeDay(field) {
    const day = document.getElementById("id_said_on");
    if (day && field.id === "id_source_published_on" && field.value && isFree(day)) {
      fill(day, field.value);
      say(day, "note", ["Proposed from the source. Change it if the words are of another day."]);
    }
  }

  // 3 and 4 The office held then, and what else is on record of that day.
  async function lookUpOffice() {
    const speaker = document.getElementById("id_speaker");
    const day = document.getElementById("id_said_on");
    if (!speaker || !day || !speaker.value || !day.value) {
      return;
    }
    const asked = { speaker: speaker.value, said_on: day.value, except: lookups.dataset.statement };
    const found = await ask(lookups.dataset.office, asked);
    if (!found || speaker.value !== asked.speaker || day.value !== asked.said_on) {
      return;
    }
    say(day, "office", found.office ? ["Office held then: " + found.office] : []);
    const warnings = found.warning ? [found.warning] : found.problem ? [found.problem] : [];
    const same = found.statements || [];
    say(day, "warning", same.length ? [...warnings, ...links(" On record from the same day:", same)] : warnings);
  }

  // An account that stands at this statement already adds no second origin.
  async function lookUpOrigin(field) {
    if (!lookups.dataset.statement || !field.value) {
      say(field, "warning", []);
      return;
    }
    const found = await ask(lookups.dataset.origin, { origin: field.value, statement: lookups.dataset.statement });
    say(field, "warning", found && found.warning ? [found.warning] : []);
  }

  // 2 and 6 Where no words are printed, the form is a paraphrase.
  function followNoWords(field) {
    const form = document.getElementById("id_primary_form");
    if (form && (field.checked || form.value === "paraphrase")) {
      form.value = field.checked ? "paraphrase" : "";
    }
  }

  $(document).on("change", "input, select", function () {
    const name = this.name || "";
    if (name.endsWith("address")) {
      lookUpSource(this);
    } else if (name === "source_published_on") {
      proposeDay(this);
    } else if (name === "speaker" || name === "said_on") {
      lookUpOffice();
    } else if (/(^|-)origin$/.test(name) && document.body.classList.contains("model-verification")) {
      lookUpOrigin(this);
    } else if (name === "no_words") {
      followNoWords(this);
    }
  });

  // A saved statement shows its office already; a form that begins with a speaker and a day does not.
  if (!document.querySelector(".field-office_then")) {
    lookUpOffice();
  }
});
