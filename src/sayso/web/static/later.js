// What is still being weighed when a page comes is fetched, and put in its place when it is there.
(() => {
  "use strict";
  const spoken = document.querySelector(".spoken");

  async function fill(place) {
    const where = place.dataset.later;
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(where, { headers: { accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-part]")) {
        const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
        if (fresh && (part.querySelector(".waiting") || !part.textContent.trim())) {
          part.replaceChildren(...Array.from(fresh.childNodes, (node) => document.importNode(node, true)));
        }
      }
      const since = page.getElementById("since");
      const own = document.getElementById("since");
      if (since && own && !own.value) own.value = since.value;
      spoken.textContent = "All is weighed.";
    } catch {
      spoken.textContent = "The room does not answer.";
    }
    place.removeAttribute("aria-busy");
  }
  for (const place of document.querySelectorAll("[data-later]")) fill(place);
})();
