// Opens a claim's card on hover, tap and key, steps through the claims, and filters them by type.
// The page is whole without this script: every card is in it, and nothing here makes markup out of text.
(() => {
  "use strict";
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const side = document.querySelector(".side");
  const spoken = document.querySelector(".spoken");
  const refs = all(".ref");
  const marks = all("mark");
  const refOf = new Map(refs.map((ref) => [ref.dataset.k, ref]));
  const keysOf = (element, name) => (element.dataset[name] || "").split(" ").filter(Boolean);
  const stretches = new Map(); // claim -> the marks that cover it
  const reasons = new Map(); // claim -> the words that it rests on
  const file = (map, key, element) => map.set(key, [...(map.get(key) || []), element]);
  for (const mark of marks) for (const key of keysOf(mark, "c")) file(stretches, key, mark);
  for (const word of all("[data-w]")) for (const key of keysOf(word, "w")) file(reasons, key, word);
  const familyOf = new Map(refs.map((ref) => [ref.dataset.k, ref.dataset.f]));
  const hidden = new Set(); // types that the reader has filtered out
  let kept = null; // the claim that was chosen
  let passing = null; // the claim under the pointer
  let shown = null;

  document.documentElement.classList.add("js");
  const narrow = window.matchMedia("screen and (max-width: 60rem)");
  const legend = document.querySelector(".legend");
  if (legend && narrow.matches) legend.open = false;

  const visible = (key) => refOf.has(key) && !hidden.has(refOf.get(key).dataset.t);
  const stops = () => refs.filter((ref) => visible(ref.dataset.k));

  function light(key, on) {
    for (const mark of stretches.get(key) || []) {
      mark.classList.toggle("on", on);
      tint(mark, on ? [key] : under(mark));
    }
    for (const word of reasons.get(key) || []) word.classList.toggle("because", on);
    const ref = refOf.get(key);
    if (ref) ref.setAttribute("aria-expanded", String(on));
    const card = document.getElementById(key);
    if (card) card.classList.toggle("show", on);
  }

  function show() {
    const key = kept || passing;
    if (key === shown) return;
    if (shown) light(shown, false);
    shown = key;
    side.classList.toggle("open", Boolean(key));
    if (!key) return;
    light(key, true);
    const box = narrow.matches ? document.getElementById("cards") : side;
    box.scrollTop = 0;
  }

  function keep(key) {
    kept = key;
    passing = null;
    show();
    spoken.textContent = key ? refOf.get(key).getAttribute("aria-label") : "";
    if (key && narrow.matches) uncover(refOf.get(key));
  }

  // On a phone the card covers the lower half of the screen: the claim must not lie beneath it.
  function uncover(ref) {
    const top = document.getElementById("cards").getBoundingClientRect().top;
    const where = ref.getBoundingClientRect();
    if (where.bottom > top - 40 || where.top < 0) window.scrollBy({ top: where.top - 72 });
  }

  function go(ref) {
    ref.focus({ preventScroll: true });
    const where = ref.getBoundingClientRect();
    if (where.top < 48 || where.bottom > window.innerHeight - 96) ref.scrollIntoView({ block: "center" });
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
    const mark = event.target.closest("mark");
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
    const mark = event.target.closest("mark");
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
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const on = document.activeElement;
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
    if (inner) mark.classList.add(`f-${familyOf.get(inner)}`);
    if (outer) mark.classList.add(`o-${familyOf.get(outer)}`);
    mark.classList.toggle("off", !inner);
  }

  function paint() {
    for (const ref of refs) ref.classList.toggle("off", hidden.has(ref.dataset.t));
    for (const mark of marks) tint(mark, under(mark));
    if (kept && !visible(kept)) keep(null);
    else if (shown) light(shown, true);
  }

  function filter(changed) {
    const boxes = all('input[name="type"]');
    if (changed && changed.name === "family") {
      for (const box of boxes) if (box.dataset.f === changed.value) box.checked = changed.checked;
    }
    hidden.clear();
    for (const box of boxes) if (!box.checked) hidden.add(box.value);
    for (const family of all('input[name="family"]')) {
      const own = boxes.filter((box) => box.dataset.f === family.value);
      family.checked = own.every((box) => box.checked);
      family.indeterminate = !family.checked && own.some((box) => box.checked);
    }
    paint();
  }

  if (legend) {
    legend.addEventListener("change", (event) => filter(event.target));
    filter(null); // a browser may restore boxes that were unticked before a reload
  }
})();
