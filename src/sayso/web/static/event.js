// The name under which one decides is kept for the next time, in this browser only.
(() => {
  "use strict";
  const fields = Array.from(document.querySelectorAll("[data-name]"));
  try {
    const kept = localStorage.getItem("sayso-name");
    for (const field of fields) {
      if (kept && !field.value) field.value = kept;
      field.addEventListener("change", () => localStorage.setItem("sayso-name", field.value));
    }
  } catch {
    // a browser that keeps nothing asks again
  }
})();
