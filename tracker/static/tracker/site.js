// Officials and publishers are offered while their name is being typed. Without script the form does it when it is sent.
for (const box of document.querySelectorAll("[data-names]")) {
  const filter = box.dataset.filter;
  const chosen = document.getElementById(`${filter}-chosen`);
  const offered = document.getElementById(`${filter}-offered`);
  const told = offered.previousElementSibling;
  let waiting;

  function entry({ value, name, count }) {
    const tick = Object.assign(document.createElement("input"), { type: "checkbox", name: filter, value });
    const label = document.createElement("label");
    label.append(tick, ` ${name}`);
    if (count !== null) {
      const number = Object.assign(document.createElement("span"), { className: "count" });
      number.textContent = count.toLocaleString("en");
      label.append(" ", number);
    }
    const line = document.createElement("li");
    line.append(label);
    return line;
  }

  async function offer() {
    const text = box.value.trim();
    const address = `${box.dataset.names}?${new URLSearchParams({ named: text })}`;
    const answer = text && (await fetch(address));
    if (text !== box.value.trim() || (answer && !answer.ok)) return;
    const { found, is_more } = answer ? await answer.json() : { found: [], is_more: false };
    chosen.append(...[...offered.children].filter((line) => line.querySelector(":checked")));
    const taken = new Set([...chosen.querySelectorAll("input")].map((tick) => tick.value));
    const left = found.filter(({ value }) => !taken.has(value));
    offered.replaceChildren(...left.map(entry));
    if (!text) told.textContent = "";
    else if (is_more) told.textContent = "More bear that name than stand here: type more of it.";
    else told.textContent = left.length ? `${left.length} found.` : "No other of that name is on record.";
  }

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, 150);
  });
}
