// Review by single keys: each decision goes off as its form would, and the next claim stands in the page's place.
(() => {
  "use strict";
  const main = document.getElementById("main");
  const spoken = document.querySelector(".spoken");
  let busy = false;
  let waiting = 0; // when "g" was pressed: the next key leads to a page (room.js)

  const at = (selector) => main.querySelector(selector);
  const form = () => at("form.case");
  const say = (text) => {
    if (spoken) spoken.textContent = text;
  };

  // -- one page after the other, without loading the frame again --
  async function swap(request, how) {
    if (busy) return;
    busy = true;
    const now = form();
    if (now) now.classList.add("busy");
    try {
      const answer = await fetch(request);
      const text = await answer.text();
      const next = new DOMParser().parseFromString(text, "text/html").getElementById("main");
      if (!next) throw new Error(text.slice(0, 200));
      main.replaceChildren(...next.childNodes);
      if (how !== "back") history[how === "stay" ? "replaceState" : "pushState"]({}, "", how === "stay" ? location.href : answer.url);
      ready();
    } catch (error) {
      if (now) now.classList.remove("busy");
      say(`That did not get through: ${error.message}. Try again.`);
      showTrouble(`That did not get through. Nothing was decided; try again.`);
    } finally {
      busy = false;
    }
  }

  function showTrouble(text) {
    let note = at(".trouble");
    if (!note) {
      note = document.createElement("p");
      note.className = "error trouble";
      note.setAttribute("role", "alert");
      main.prepend(note);
    }
    note.textContent = text;
  }

  function send(which, verdict) {
    if (!which || busy) return;
    const body = new URLSearchParams(new FormData(which));
    if (verdict) body.set("verdict", verdict);
    const name = which.querySelector('input[name="by"]:not([type="hidden"])');
    if (name && !name.value.trim()) {
      name.classList.add("asked");
      name.placeholder = "who decides?";
      name.focus();
      say("Say who decides: your name.");
      return;
    }
    swap(new Request(which.getAttribute("action"), { method: "POST", body, headers: { accept: "text/html" } }));
  }

  function decide(verdict) {
    const now = form();
    const button = now && now.querySelector(`button[value="${verdict}"]`);
    if (button && !button.disabled) send(now, verdict);
  }

  // -- correcting --
  const correcting = () => Boolean(form() && form().classList.contains("correcting"));
  function correct(field) {
    const now = form();
    const button = now && now.querySelector("[data-correct]");
    if (!button || button.disabled) return;
    now.classList.add("correcting");
    const row = now.querySelector(`[data-field="${field || now.dataset.least}"]`) || now;
    const box = row.querySelector(".edit input, .edit select");
    if (box) {
      box.focus();
      if (box.select && box.type === "text") box.select();
      row.scrollIntoView({ block: "nearest" });
    }
    say("Correcting. Enter saves, Escape leaves it.");
  }
  function leave() {
    const now = form();
    if (!now) return;
    const { by, why } = now.elements;
    const kept = [by.value, why.value];
    now.reset();
    [by.value, why.value] = kept;
    now.classList.remove("correcting");
    document.activeElement.blur();
    for (const note of now.querySelectorAll(".error")) note.remove();
    say("Left as it was.");
  }

  // Positions are counted in code points, as in the ledger; the browser counts in UTF-16.
  function place(node, offset) {
    const home = (node.nodeType === 1 ? node : node.parentElement).closest("[data-start]");
    if (!home || !main.contains(home)) return null;
    const range = document.createRange();
    range.selectNodeContents(home);
    range.setEnd(node, offset);
    return Number(home.dataset.start) + Array.from(range.toString()).length;
  }
  function take() {
    const chosen = getSelection();
    const now = form();
    if (!now || chosen.isCollapsed || !chosen.rangeCount) return say("Select words in the text first.");
    const range = chosen.getRangeAt(0);
    const start = place(range.startContainer, range.startOffset);
    const end = place(range.endContainer, range.endOffset);
    if (start === null || end === null) return say("Select words in the text first.");
    now.elements.span_start.value = start;
    now.elements.span_end.value = end;
    say("The words selected are the evidence now.");
  }

  // -- which words a field rests on --
  function light(field) {
    for (const words of main.querySelectorAll(".passage [data-on]")) {
      words.classList.toggle("lit", Boolean(field) && words.dataset.on.split(" ").includes(field));
    }
  }
  const rests = { places: "places", when: "when", source: "source", cue: "cue", said: "said" };
  main.addEventListener("mouseover", (event) => {
    const row = event.target.closest(".field");
    light(row ? rests[row.dataset.field] || row.dataset.field : null);
  });
  main.addEventListener("focusin", (event) => {
    const row = event.target.closest(".field");
    if (row) light(rests[row.dataset.field] || row.dataset.field);
  });

  // -- the mouse, and fingers --
  main.addEventListener("submit", (event) => {
    const which = event.target;
    if (which.matches("form.case")) {
      event.preventDefault();
      const verdict = event.submitter ? event.submitter.value : "correct";
      // Enter in "why" is no correction.
      if (verdict === "correct" && !correcting()) return document.activeElement.blur();
      send(which, verdict);
    } else if (which.matches("[data-undo], [data-again]")) {
      event.preventDefault();
      send(which);
    }
  });
  main.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const button = event.target.closest("[data-correct], [data-leave-correcting], [data-take]");
    if (button) {
      if (button.matches("[data-correct]")) correct();
      else if (button.matches("[data-take]")) take();
      else leave();
      return;
    }
    const link = event.target.closest('a[rel="next"], a[data-leave]');
    if (link && link.closest(".case, .conflict")) {
      event.preventDefault();
      swap(new Request(link.href));
    }
  });

  // -- keys --
  const typing = (element) =>
    element && (element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName));
  const fields = { 1: "type", 2: "source", 3: "actor", 4: "target", 5: "places", 6: "when", 7: "counts", 8: "modality", 9: "stances" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === "g" && !typing(document.activeElement)) {
      waiting = event.timeStamp; // room.js takes it
      return;
    }
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && correcting()) {
      event.preventDefault();
      return leave();
    }
    if (typing(document.activeElement)) {
      if (event.key === "Enter" && correcting() && document.activeElement.tagName === "SELECT") {
        event.preventDefault();
        decide("correct");
      }
      return;
    }
    if (waiting && event.timeStamp - waiting < 1500) {
      waiting = 0;
      return;
    }
    const conflict = at(".conflict");
    const act = {
      a: () => decide("accept"),
      r: () => decide("reject"),
      c: () => correct(),
      u: () => (at(".undo-this") ? decide("undo") : at("[data-undo]") ? send(at("[data-undo]")) : say("There is no decision of yours to take back.")),
      s: () => at(".skip-it") && at(".skip-it").click(),
      w: () => form() && form().elements.why.focus(),
      n: () => form() && form().elements.by.focus(),
      p: () => conflict && send(conflict.querySelector("form")),
      l: () => conflict && conflict.querySelector("[data-leave]").click(),
    }[event.key];
    // While two decisions stand against each other, the claim's own keys rest.
    if (act && !(conflict && !"pl".includes(event.key)) && !(correcting() && "ars".includes(event.key))) {
      event.preventDefault();
      act();
    } else if (fields[event.key] && !conflict) {
      event.preventDefault();
      correct(fields[event.key]);
    }
  });

  window.addEventListener("popstate", () => swap(new Request(location.href), "back"));

  function ready() {
    const conflict = at(".conflict");
    const now = form();
    main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    if (conflict) return say(conflict.querySelector("h2").textContent);
    if (!now) return say("Nothing is left to review.");
    if (correcting()) return correct();
    const words = now.querySelector(".passage mark");
    say(`${at(".field .kind") ? at(".field .kind").textContent.trim() : ""}: ${words ? words.textContent : ""}`);
  }
  if (correcting()) correct();
})();
