// Left and right go along a band, which is otherwise one link after the other.
(() => {
  "use strict";
  for (const band of document.querySelectorAll("[data-band]")) {
    band.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
      const pieces = Array.from(band.querySelectorAll("a.piece"));
      const to = pieces[pieces.indexOf(document.activeElement) + by];
      if (to) to.focus();
      event.preventDefault();
    });
  }
})();
