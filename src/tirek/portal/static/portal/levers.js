// A slider beside each number: the one follows the other.
"use strict";
const comma = document.documentElement.lang === "en" ? "." : ",";
for (const slider of document.querySelectorAll("[data-twin]")) {
  const box = document.getElementById(slider.dataset.twin);
  const follow = () => { slider.value = box.value.replace(/\s/g, "").replace(",", "."); };
  slider.hidden = false;
  follow();
  box.addEventListener("input", follow);
  slider.addEventListener("input", () => { box.value = slider.value.replace(".", comma); });
}
