// Light, dark, or as the system has it: what the reader chose, kept in this browser and nowhere else, under the name
// that the desk uses too. It is read in the head, before anything is drawn, so that no page flashes; the switch at the
// foot of the page is shown only where this runs.
{
  const root = document.documentElement;

  function chosen() {
    try {
      const theme = localStorage.getItem("theme");
      return ["light", "dark"].includes(theme) ? theme : "auto";
    } catch {
      return "auto"; // this browser keeps nothing
    }
  }

  function keep(theme) {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // Then it holds for this page.
    }
  }

  function show(theme) {
    root.dataset.theme = theme;
    const tick = document.querySelector(`.switch [value="${theme}"]`);
    if (tick) tick.checked = true;
  }

  show(chosen());
  addEventListener("DOMContentLoaded", () => {
    show(root.dataset.theme);
    document.querySelector(".switch")?.addEventListener("change", ({ target }) => {
      show(target.value);
      keep(target.value);
    });
  });
  addEventListener("pageshow", (shown) => shown.persisted && show(chosen()));
  addEventListener("storage", ({ key }) => key === "theme" && show(chosen()));
}
