// Opens a claim's card on hover, tap and key, steps through the claims, and filters them by type.
// The page is whole without this script: every card is in it, and nothing here makes markup out of text.
// A [data-desk] holds one text and its .side; one with data-address has the open claim in the page's address.
(() => {
  "use strict";
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const spoken = document.querySelector(".spoken");
  const keysOf = (element, name) => (element.dataset[name] || "").split(" ").filter(Boolean);
  const file = (map, key, element) => map.set(key, [...(map.get(key) || []), element]);
  let refs = [];
  let marks = [];
  let refOf = new Map();
  let stretches = new Map(); // claim -> the marks that cover it
  let reasons = new Map(); // claim -> the words that it rests on
  const hidden = new Set(); // types that the reader has filtered out
  let kept = null; // the claim that was chosen
  let passing = null; // the claim under the pointer
  let shown = null;

  function gather() {
    refs = all(".ref");
    marks = all("mark[data-c]");
    refOf = new Map(refs.map((ref) => [ref.dataset.k, ref]));
    stretches = new Map();
    reasons = new Map();
    for (const mark of marks) for (const key of keysOf(mark, "c")) file(stretches, key, mark);
    for (const word of all("[data-w]")) for (const key of keysOf(word, "w")) file(reasons, key, word);
    if (shown && !refOf.has(shown)) kept = passing = shown = null; // its text was taken off the page
  }

  document.documentElement.classList.add("js");
  const narrow = window.matchMedia("screen and (max-width: 62rem)");
  const legend = document.querySelector(".legend");
  if (legend && narrow.matches) legend.open = false;

  const familyOf = (key) => refOf.get(key).dataset.f;
  const deskOf = (key) => refOf.get(key).closest("[data-desk]");
  const sideOf = (key) => deskOf(key).querySelector(".side");
  const visible = (key) => refOf.has(key) && !hidden.has(refOf.get(key).dataset.t);
  const stops = () => refs.filter((ref) => visible(ref.dataset.k));

  function light(key, on) {
    for (const mark of stretches.get(key) || []) {
      mark.classList.toggle("on", on);
      tint(mark, on ? [key] : under(mark));
    }
    for (const word of reasons.get(key) || []) word.classList.toggle("because", on);
    refOf.get(key).setAttribute("aria-expanded", String(on));
    const card = document.getElementById(key);
    if (card) card.classList.toggle("show", on);
    sideOf(key).classList.toggle("open", on);
  }

  function show() {
    const key = kept || passing;
    if (key === shown) return;
    if (shown) light(shown, false);
    shown = key;
    if (!key) return;
    light(key, true);
    const side = sideOf(key);
    const box = narrow.matches ? side.querySelector(".cards") : side;
    box.scrollTop = 0;
  }

  function keep(key) {
    const before = kept;
    kept = key;
    passing = null;
    show();
    if (spoken) spoken.textContent = key ? refOf.get(key).getAttribute("aria-label") : "";
    if (key && narrow.matches) uncover(refOf.get(key));
    const desk = key || before ? deskOf(key || before) : null;
    if (desk && "address" in desk.dataset) {
      // Not by location.hash, which would scroll to the card: the text is what is read.
      history.replaceState(null, "", location.pathname + location.search + (key ? `#${key}` : ""));
    }
  }

  // On a phone the card covers the lower half of the screen: the claim must not lie beneath it.
  function uncover(ref) {
    const top = sideOf(ref.dataset.k).querySelector(".cards").getBoundingClientRect().top;
    const where = ref.getBoundingClientRect();
    if (where.bottom > top - 40 || where.top < 0) window.scrollBy({ top: where.top - 96 });
  }

  function go(ref) {
    ref.focus({ preventScroll: true });
    const where = ref.getBoundingClientRect();
    if (where.top < 72 || where.bottom > window.innerHeight - 96) ref.scrollIntoView({ block: "center" });
    keep(ref.dataset.k);
  }

  function step(by) {
    const list = stops();
    if (!list.length) return;
    const from = list.findIndex((ref) => ref === document.activeElement || ref.dataset.k === kept);
    const to = from < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, from + by));
    go(list[to]);
  }

  // The claims under a stretch, the innermost first; a second tap on the same words opens the next one out.
  const under = (mark) => keysOf(mark, "c").filter(visible).reverse();

  document.addEventListener("click", (event) => {
    const ref = event.target.closest(".ref");
    if (ref) {
      event.preventDefault(); // without a script the number leads to its card, like a footnote
      return keep(kept === ref.dataset.k ? null : ref.dataset.k);
    }
    if (event.target.closest(".close")) {
      const last = refOf.get(kept);
      keep(null);
      if (last) last.focus({ preventScroll: true });
      return undefined;
    }
    const mark = event.target.closest("mark[data-c]");
    if (!mark || String(window.getSelection()).length) return undefined;
    const keys = under(mark);
    if (!keys.length) return undefined;
    const next = keys.indexOf(kept) + 1;
    return keep(next < keys.length ? keys[next] : keys.length === 1 ? null : keys[0]);
  });

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || narrow.matches) return;
    if (event.target.closest(".side")) return;
    const ref = event.target.closest(".ref");
    const mark = event.target.closest("mark[data-c]");
    passing = ref ? ref.dataset.k : mark ? under(mark)[0] || null : null;
    show();
  });

  document.addEventListener("focusin", (event) => {
    const ref = event.target.closest && event.target.closest(".ref");
    if (!ref || kept || !ref.matches(":focus-visible") || narrow.matches) return;
    passing = ref.dataset.k;
    show();
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const on = document.activeElement;
    if (on && /^(input|textarea|select)$/i.test(on.tagName) && on.type !== "checkbox") return;
    if (document.querySelector("dialog[open]")) return;
    const reading = on && on.classList && on.classList.contains("ref");
    const key = event.key;
    if (key === "Escape" && (kept || passing)) {
      keep(null);
    } else if (key === "j" || (reading && (key === "ArrowDown" || key === "ArrowRight"))) {
      step(1);
    } else if (key === "k" || (reading && (key === "ArrowUp" || key === "ArrowLeft"))) {
      step(-1);
    } else {
      return;
    }
    event.preventDefault();
  });

  // A stretch takes the colour of the innermost claim that is still to be seen, and a line of the next one out.
  function tint(mark, [inner, outer]) {
    for (const name of Array.from(mark.classList)) if (/^[fo]-/.test(name)) mark.classList.remove(name);
    if (inner) mark.classList.add(`f-${familyOf(inner)}`);
    if (outer) mark.classList.add(`o-${familyOf(outer)}`);
    mark.classList.toggle("off", !inner);
  }

  function paint() {
    for (const ref of refs) ref.classList.toggle("off", hidden.has(ref.dataset.t));
    for (const mark of marks) tint(mark, under(mark));
    if (kept && !visible(kept)) keep(null);
    else if (shown) light(shown, true);
  }

  function filter(changed) {
    const boxes = all('.legend input[name="type"]');
    if (changed && changed.name === "family") {
      for (const box of boxes) if (box.dataset.f === changed.value) box.checked = changed.checked;
    }
    hidden.clear();
    for (const box of boxes) if (!box.checked) hidden.add(box.value);
    for (const family of all('.legend input[name="family"]')) {
      const own = boxes.filter((box) => box.dataset.f === family.value);
      family.checked = own.every((box) => box.checked);
      family.indeterminate = !family.checked && own.some((box) => box.checked);
    }
    paint();
  }

  // A claim has an address of its own: it is opened, with its words in sight rather than its card.
  function follow() {
    const name = location.hash.slice(1);
    const key = refOf.has(name) ? name : null;
    if (!key || !("address" in deskOf(key).dataset)) return;
    keep(key);
    refOf.get(key).scrollIntoView({ block: "center" });
    if (narrow.matches) uncover(refOf.get(key));
  }

  gather();
  if (legend) {
    legend.addEventListener("change", (event) => filter(event.target));
    filter(null); // a browser may restore boxes that were unticked before a reload
  }
  follow();
  window.addEventListener("hashchange", follow);
  // Texts that came later, as they were read.
  document.addEventListener("sayso:claims", gather);
})();
