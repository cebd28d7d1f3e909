// Left and right go along a band, and what is dear to gather is fetched once the page is there.
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const band = by && event.target.closest ? event.target.closest("[data-band]") : null;
    if (!band || event.ctrlKey || event.metaKey || event.altKey) return;
    const pieces = Array.from(band.querySelectorAll("a.piece"));
    const to = pieces[pieces.indexOf(document.activeElement) + by];
    if (to) to.focus();
    event.preventDefault();
  });

  for (const place of document.querySelectorAll("[data-fetch]")) {
    const choice = document.getElementById(place.dataset.fetchWith);
    let asked = 0;
    const show = async () => {
      const mine = (asked += 1);
      const address = new URL(place.dataset.fetch, location.href);
      if (choice && choice.value) address.searchParams.set(choice.name, choice.value);
      place.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(address);
        const text = await answer.text();
        if (mine !== asked) return; // another choice was made meanwhile
        // The room's own page, with every text of a report escaped in it.
        if (answer.ok) place.innerHTML = text;
        else place.textContent = "That could not be had.";
      } catch {
        if (mine === asked) place.textContent = "The room does not answer.";
      }
      place.removeAttribute("aria-busy");
    };
    if (choice) choice.addEventListener("change", show);
    show();
  }
})();
