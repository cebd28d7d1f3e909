// Finds while one types: the page is fetched anew under its new address, and what it found is put in place of what was
// found before. Arrows go from the words through what was found and back. Without a script the form is sent.
(() => {
  "use strict";
  const form = document.querySelector("form.ask");
  const words = document.getElementById("q");
  const spoken = document.querySelector(".spoken");
  const wait = 140; // ms: a pause in typing
  let timer = 0;
  let asking = null;
  let shown = words.value.trim();

  function fold() {
    // On a narrow screen what narrows would push what was found out of sight.
    const facets = document.querySelector(".facets");
    if (facets && window.matchMedia("(max-width: 46rem)").matches) facets.open = false;
  }

  function address() {
    const given = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value.trim()) given.append(name, value);
    const query = given.toString();
    return query ? `/search?${query}` : "/search";
  }

  async function find() {
    const now = words.value.trim();
    if (now === shown) return;
    if (asking) asking.abort();
    asking = new AbortController();
    const found = document.getElementById("found");
    const where = address();
    found.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(where, { signal: asking.signal, headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("found") || page.getElementById("main");
      found.replaceChildren(...Array.from(fresh.childNodes, (node) => document.importNode(node, true)));
      shown = now;
      history.replaceState(null, "", where);
      document.title = page.title;
      for (const link of document.querySelectorAll('link[rel="alternate"], a[rel="nofollow"]')) {
        const other = page.querySelector(link.localName === "link" ? 'link[rel="alternate"]' : 'a[rel="nofollow"]');
        if (other) link.setAttribute("href", other.getAttribute("href"));
      }
      const known = document.querySelector(".as-known");
      const freshKnown = page.querySelector(".as-known");
      if (known && freshKnown) known.replaceChildren(...Array.from(freshKnown.childNodes, (n) => document.importNode(n, true)));
      fold();
      const told = Array.from(document.querySelectorAll(".told h2, .texts h2"), (head) => head.textContent.trim().replace(/\s+/g, " "));
      spoken.textContent = told.length ? told.join(", ") : now ? "nothing found" : "";
      found.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name === "AbortError") return; // a later one is on its way
      found.removeAttribute("aria-busy");
      spoken.textContent = "the room does not answer";
    }
  }

  words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, wait);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    find();
  });

  function stops() {
    return Array.from(document.querySelectorAll("#found [data-step]"), (item) => item.querySelector("[data-open]") || item)
      .filter((item) => item.offsetParent !== null);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const all = stops();
    const here = all.findIndex((item) => item === document.activeElement);
    const down = event.key === "ArrowDown";
    if (here < 0 && !(document.activeElement === words && down)) return;
    event.preventDefault();
    const to = here < 0 ? all[0] : down ? all[here + 1] : here === 0 ? words : all[here - 1];
    if (!to) return;
    to.focus({ preventScroll: true });
    (to === words ? form : to.closest("[data-step]")).scrollIntoView({ block: "nearest" });
  });

  fold();
})();
