// Sends a question to the API in place of the form and shows what came back. Where the API does not
// answer, the form goes its own way.
"use strict";
for (const form of document.querySelectorAll("form[data-api]")) {
  const outcome = form.parentElement.querySelector(".outcome");
  const [status, answer] = [outcome.querySelector(".code"), outcome.querySelector("pre code")];
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const begun = performance.now();
    outcome.hidden = false;
    status.textContent = form.dataset.waiting;
    answer.textContent = "";
    try {
      const brief = form.elements.brief?.checked ? "&brief=1" : "";
      const response = await fetch(form.dataset.api + brief, {
        method: "POST", body: form.elements.body.value, credentials: "omit",
        headers: { "Content-Type": "application/json" },
      });
      const told = JSON.stringify(await response.json(), null, 2);
      const took = form.dataset.took.replace("#", Math.round(performance.now() - begun));
      status.textContent = `${response.status} ${response.statusText}, ${took}`;
      answer.textContent = told;
    } catch {
      form.submit();
    }
  });
}
