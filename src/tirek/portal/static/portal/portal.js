// What pages do more with JavaScript; all of them work without it.
"use strict";
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();
// On paper everything is open.
window.addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("details:not([open])")) {
    one.open = true;
    one.dataset.opened = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const one of document.querySelectorAll("details[data-opened]")) {
    one.open = false;
    delete one.dataset.opened;
  }
});
// A field that belongs to some answers of a choice is shown when one of these is chosen.
for (const part of document.querySelectorAll("[data-only]")) {
  const wanted = part.dataset.values.split(" ");
  const choices = document.querySelectorAll(`input[name="${part.dataset.only}"]`);
  const settle = () => {
    const chosen = [...choices].find((one) => one.checked);
    part.hidden = chosen === undefined || !wanted.includes(chosen.value);
  };
  for (const one of choices) one.addEventListener("change", settle);
  window.addEventListener("pageshow", settle);
  settle();
}
