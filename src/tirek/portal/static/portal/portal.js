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
