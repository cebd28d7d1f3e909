// The keys that every page has, the choice of colours, and lists that can be stepped through. Pages work without it.
(() => {
  "use strict";
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const root = document.documentElement;

  // -- colours --
  const names = { "": "as the system", light: "light", dark: "dark" };
  const next = { "": "dark", dark: "light", light: "" };
  const chooser = document.querySelector("[data-theme-next]");
  const chosen = () => root.dataset.theme || "";
  function tell() {
    if (chooser) chooser.textContent = `Colours: ${names[chosen()]}`;
  }
  if (chooser) {
    chooser.addEventListener("click", () => {
      const theme = next[chosen()];
      if (theme) root.dataset.theme = theme;
      else delete root.dataset.theme;
      try {
        localStorage.setItem("sayso-theme", theme);
      } catch {
        // kept for this page only
      }
      tell();
      document.dispatchEvent(new CustomEvent("sayso:theme"));
    });
    tell();
  }

  // -- the menu folds when one looks elsewhere --
  const menu = document.querySelector("details.more");
  document.addEventListener("click", (event) => {
    if (menu && menu.open && !menu.contains(event.target)) menu.open = false;
  });

  // -- keys --
  const keys = document.querySelector("dialog.keys");
  const showKeys = () => keys && !keys.open && keys.showModal();
  for (const button of all("[data-keys]")) button.addEventListener("click", showKeys);
  const typing = (element) =>
    element && (element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName)) &&
    !/^(checkbox|radio|button|submit|range)$/i.test(element.type || "");
  let waiting = 0; // when "g" was pressed

  function step(by) {
    const items = all("[data-step]").filter((item) => item.offsetParent !== null);
    if (!items.length) return false;
    const here = items.findIndex((item) => item.contains(document.activeElement));
    const to = here < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, here + by));
    const target = items[to].querySelector("[data-open]") || items[to].querySelector("a, button") || items[to];
    target.focus({ preventScroll: true });
    items[to].scrollIntoView({ block: "nearest" });
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && menu && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
      return;
    }
    if (typing(document.activeElement)) {
      if (event.key === "Escape") document.activeElement.blur();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    if (waiting && event.timeStamp - waiting < 1500) {
      waiting = 0;
      const way = all("[data-go]").find((link) => link.dataset.go === event.key);
      if (way) {
        event.preventDefault();
        way.click();
      }
      return;
    }
    waiting = 0;
    // A page with keys of its own for these (the report's claims, the review) has its say in [data-own-keys].
    const own = document.querySelector("[data-own-keys]");
    if (own && own.dataset.ownKeys.split(" ").includes(event.key)) return;
    if (event.key === "/") {
      document.querySelector("#find, [data-find]").focus();
    } else if (event.key === "?") {
      showKeys();
    } else if (event.key === "g") {
      waiting = event.timeStamp;
    } else if (event.key === "j" || event.key === "k") {
      if (!step(event.key === "j" ? 1 : -1)) return;
    } else {
      return;
    }
    event.preventDefault();
  });

  // -- filters go off when a choice is made; without a script there is a button --
  for (const form of all("form[data-autosubmit]")) {
    form.addEventListener("change", (event) => {
      if (/^(select-one|date|checkbox)$/.test(event.target.type)) form.requestSubmit();
    });
    // Empty fields only make an address long.
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
    });
  }
  window.addEventListener("pageshow", () => {
    for (const field of all("form[data-autosubmit] :disabled")) field.disabled = false;
  });
})();
