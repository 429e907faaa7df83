// Keys of every page of the desk; everything can be done without them.

// Ctrl and Enter together save from any box, as Enter alone does in a box of one line.
document.addEventListener("keydown", (event) => {
  const button = event.target.form?.querySelector("input[type=submit].default");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && button) {
    event.preventDefault();
    button.click();
  }
});

// A choice opens as soon as somebody types into it.
document.addEventListener("keydown", (event) => {
  const box = event.target.closest(".select2-selection");
  const isLetter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (box && isLetter) {
    django.jQuery(box).closest(".select2").prev("select").select2("open");
  }
});

// After a form was refused, the first box that has to be put right has the focus. Choices make their boxes before that.
addEventListener("load", () =>
  window.django?.jQuery(() => {
    const box = document.querySelector(".errors :is(input, select, textarea):not([type=hidden])");
    const isChoice = box?.matches(".select2-hidden-accessible");
    (isChoice ? box.nextElementSibling.querySelector(".select2-selection") : box)?.focus();
  }),
);
