/* What stock pages leave without a name: boxes in which something is found by a few letters get that of the choice
   whose place they take; drawn signs are pictures. */
"use strict";
{
  function nameOf(choice) {
    const label = choice.labels && choice.labels[0];
    if (label) {
      label.id = label.id || choice.id + "--name";
      return ["aria-labelledby", label.id];
    }
    return ["aria-label", choice.getAttribute("aria-label") || choice.name];
  }

  function nameAll() {
    for (const icon of document.querySelectorAll("span.help-tooltip[aria-label]")) {
      icon.setAttribute("role", "img");
    }
    for (const choice of document.querySelectorAll("select.select2-hidden-accessible")) {
      const box = choice.nextElementSibling;
      const [attribute, name] = nameOf(choice);
      for (const part of box ? box.querySelectorAll("[role=combobox], [role=textbox]") : []) {
        const shown = attribute === "aria-labelledby" && part.getAttribute("role") === "combobox";
        const value = shown && box.querySelector("[role=textbox]");
        part.setAttribute(attribute, value ? name + " " + value.id : name);
      }
    }
  }

  // A line of a list names its columns itself, for screens that are too narrow for a table.
  addEventListener("DOMContentLoaded", () => {
    const heads = [...document.querySelectorAll("#result_list thead th")].map((head) => head.textContent.trim());
    for (const line of document.querySelectorAll("#result_list tbody tr")) {
      for (const cell of line.querySelectorAll("td:not(.action-checkbox)")) {
        cell.dataset.label = heads[cell.cellIndex];
      }
    }
  });

  // A column without a name has no heading.
  addEventListener("DOMContentLoaded", () => {
    for (const head of document.querySelectorAll("thead th")) {
      if (!head.textContent.trim() && !head.querySelector("input")) {
        const cell = document.createElement("td");
        cell.className = head.className;
        head.replaceWith(cell);
      }
    }
  });

  // They are made some time after the page is there, and with each new row.
  new MutationObserver(nameAll).observe(document.documentElement, { childList: true, subtree: true });
}
