// Puts on the colours that the reader chose before the page is painted: light, dark, or as the system has it.
(() => {
  "use strict";
  try {
    const chosen = localStorage.getItem("sayso-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // a browser that keeps nothing shows the system's colours
  }
  document.documentElement.classList.add("js");
})();
