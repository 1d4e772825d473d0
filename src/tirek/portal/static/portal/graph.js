// Moves a wide picture of rules to the box that it is about: on a narrow screen it would open on
// what stands at its left edge.
"use strict";
const picture = document.querySelector(".scroll.graph");
const box = picture?.querySelector(".centre > rect");
if (box) {
  const [seen, chosen] = [picture.getBoundingClientRect(), box.getBoundingClientRect()];
  picture.scrollLeft += chosen.left + chosen.width / 2 - (seen.left + seen.width / 2);
}
