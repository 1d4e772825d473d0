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
// What was typed and not sent yet outlives a change of the language: the browser keeps it until
// the page is there again, nowhere else.
const KEPT = "typed";
const fieldsOf = (form) => [...form.elements]
  .filter((one) => one.name && !["hidden", "file", "submit"].includes(one.type));
const chosen = (one) => ["radio", "checkbox"].includes(one.type);
const typed = () => [...document.querySelectorAll("main form")].map((form) =>
  fieldsOf(form).map((one) => (chosen(one) ? one.checked : one.value)));
document.querySelector("form.languages")?.addEventListener("submit", () => {
  const kept = { at: location.pathname + location.search, forms: typed() };
  try { sessionStorage.setItem(KEPT, JSON.stringify(kept)); } catch { /* no room: as without */ }
});
const restore = () => {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
  if (kept?.at !== location.pathname + location.search) return;
  document.querySelectorAll("main form").forEach((form, place) => {
    const fields = fieldsOf(form);
    const values = kept.forms[place] ?? [];
    if (values.length !== fields.length) return;
    fields.forEach((one, at) => {
      if (chosen(one)) one.checked = values[at];
      else one.value = values[at];
    });
  });
};
try { restore(); } catch { /* the browser keeps nothing: as without */ }
// A field that belongs to some answers of a choice is shown when one of these is chosen.
for (const part of document.querySelectorAll("[data-only]")) {
  const wanted = part.dataset.values.split(" ");
  const choices = document.querySelectorAll(`input[name="${part.dataset.only}"]`);
  const settle = () => {
    const picked = [...choices].find((one) => one.checked);
    part.hidden = picked === undefined || !wanted.includes(picked.value);
  };
  for (const one of choices) one.addEventListener("change", settle);
  window.addEventListener("pageshow", settle);
  settle();
}
// The fields of one answer of a select give way to those of another, which stand in templates, as
// soon as that is chosen. What was changed goes along; what was as usual becomes the other's usual.
for (const place of document.querySelectorAll("div[data-of]")) {
  const form = place.closest("form");
  const choice = form.elements[place.dataset.of];
  const usual = (name) => form.querySelector(`template[data-of="${name}"]`)?.content;
  const named = (some) => [...some.querySelectorAll("[name]")];
  const changed = new Map();
  const settle = () => {
    const [before, after] = [usual(place.dataset.shown), usual(choice.value)];
    if (choice.value === place.dataset.shown || !before || !after) return;
    const was = new Map(named(before).map((one) => [one.name, one.value]));
    for (const one of named(place)) {
      if (one.value === was.get(one.name)) changed.delete(one.name);
      else changed.set(one.name, one.value);
    }
    place.replaceChildren(after.cloneNode(true));
    for (const one of named(place)) if (changed.has(one.name)) one.value = changed.get(one.name);
    place.dataset.shown = choice.value;
  };
  choice.addEventListener("change", settle);
  window.addEventListener("pageshow", settle);
  settle();
}
