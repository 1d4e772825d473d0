// Sends a question to the API in place of the form and shows what came back. Where the API does not
// answer, the form goes its own way.
"use strict";
for (const form of document.querySelectorAll("form[data-api]")) {
  const outcome = form.parentElement.querySelector(".outcome");
  const [status, answer] = [outcome.querySelector(".code"), outcome.querySelector("pre code")];
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [sent, short] = [form.elements.body.value, form.elements.brief?.checked ? "&brief=1" : ""];
    // The line for the shell sends what is sent here.
    const line = form.parentElement.querySelector("details pre code");
    const [asks, header] = line.textContent.split("\n");
    const address = asks.replace("&brief=1", "").replace("' \\", `${short}' \\`);
    line.textContent = [address, header, `  -d '${sent.replaceAll("'", "'\\''")}'`].join("\n");
    const begun = performance.now();
    outcome.hidden = false;
    status.textContent = form.dataset.waiting;
    answer.textContent = "";
    try {
      const response = await fetch(form.dataset.api + short, {
        method: "POST", body: sent, credentials: "omit",
        headers: { "Content-Type": "application/json" },
      });
      const told = JSON.stringify(await response.json(), null, 2);
      const took = form.dataset.took.replace("#", Math.round(performance.now() - begun));
      const said = document.getElementById(`status-${response.status}`)?.textContent;
      status.textContent = [response.status, said].filter(Boolean).join(" – ") + ` (${took})`;
      answer.textContent = told;
    } catch {
      form.submit();
    }
  });
}
