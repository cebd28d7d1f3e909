// Reads without leaving the page: each report is shown as it has been read, and kept with one key.
// What the room sends is its own markup, in which all that a report says is escaped.
(() => {
  "use strict";
  const form = document.querySelector(".give");
  const list = document.getElementById("readings");
  const progress = document.querySelector(".progress");
  const stop = document.querySelector("[data-stop]");
  const drop = document.querySelector(".drop");
  const spoken = document.querySelector(".spoken");
  if (!form) return;
  const { text, address, files } = form.elements;
  let running = null;

  function tell(words, kind = "") {
    progress.textContent = words;
    progress.className = `progress ${kind}`;
  }
  const many = (n, one) => `${n.toLocaleString("en")} ${one}${n === 1 ? "" : "s"}`;

  // -- the reader loads while one is still pasting --
  let prepared = false;
  function prepare() {
    if (prepared) return;
    prepared = true;
    fetch("/read/prepare", { method: "POST" }).catch(() => {});
  }
  form.addEventListener("focusin", prepare);

  // -- reading --
  async function* lines(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      const parts = (rest + value).split("\n");
      rest = parts.pop();
      for (const part of parts) if (part) yield JSON.parse(part);
    }
  }

  function show(html) {
    const made = new DOMParser().parseFromString(html, "text/html");
    const item = list.appendChild(document.adoptNode(made.body.firstElementChild));
    document.dispatchEvent(new CustomEvent("sayso:claims"));
    return item;
  }

  async function read() {
    if (running) running.abort();
    const mine = new AbortController();
    running = mine;
    list.replaceChildren();
    document.dispatchEvent(new CustomEvent("sayso:claims"));
    stop.hidden = false;
    tell("Reading", "busy");
    let done = 0;
    let claims = 0;
    let refused = 0;
    try {
      const accept = "application/json, application/x-ndjson";
      const response = await fetch("/read", { method: "POST", body: new FormData(form), headers: { accept }, signal: mine.signal });
      if (!response.ok) {
        const type = response.headers.get("content-type") || "";
        tell(type.includes("json") ? (await response.json()).error : await response.text(), "failed");
        return;
      }
      for await (const told of lines(response)) {
        if (told.event === "loading") {
          tell("Loading the reader, a moment", "busy");
        } else if (told.event === "failed") {
          tell(told.reason, "failed");
          return;
        } else if (told.event !== "done") {
          const item = show(told.html);
          if (told.event === "refused") refused += 1;
          else {
            done += 1;
            claims += told.claims;
          }
          if (done + refused === 1) item.scrollIntoView({ block: "start" });
          tell(`${many(done, "report")} read, reading on`, "busy");
        }
      }
      const all = waiting().length > 1 ? "; Shift a keeps all" : "";
      tell(`${many(done, "report")}, ${many(claims, "claim")}${refused ? `; ${refused} could not be read` : ""}${all}`);
      if (document.activeElement === text) text.blur();
    } catch (error) {
      tell(mine.signal.aborted ? "Stopped" : `The room does not answer: ${error.message}`, mine.signal.aborted ? "" : "failed");
    } finally {
      if (running === mine) {
        running = null;
        stop.hidden = true;
      }
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    read();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  stop.addEventListener("click", () => running && running.abort());

  // -- pasting on the page, dropping on it --
  function take(data) {
    if (data.files.length) {
      text.value = "";
      address.value = "";
      files.files = data.files;
    } else {
      const words = data.getData("text/plain").trim();
      if (!words) return false;
      const one = /^https?:\/\/\S+$/.test(words);
      for (const field of [text, address, files]) field.value = "";
      (one ? address : text).value = words;
    }
    form.requestSubmit();
    return true;
  }
  document.addEventListener("paste", (event) => {
    const field = event.target.closest && event.target.closest("input, textarea");
    if (field && !event.clipboardData.files.length) return;
    if (take(event.clipboardData)) event.preventDefault();
  });
  const holds = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).some((type) => /^(Files|text\/plain)$/.test(type));
  let over = 0;
  document.addEventListener("dragenter", (event) => {
    if (!holds(event)) return;
    over += 1;
    drop.hidden = false;
  });
  document.addEventListener("dragleave", () => {
    over = Math.max(0, over - 1);
    drop.hidden = over === 0;
  });
  document.addEventListener("dragover", (event) => holds(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    over = 0;
    drop.hidden = true;
    if (!holds(event)) return;
    event.preventDefault();
    take(event.dataTransfer);
  });

  // -- keeping --
  const waiting = () => Array.from(list.querySelectorAll(".reading[data-draft]")).filter((item) => item.querySelector("form.keep"));

  async function keep(item) {
    const asking = item.querySelector("form.keep");
    if (!asking || asking.dataset.busy) return;
    asking.dataset.busy = "yes";
    const told = document.createElement("p");
    try {
      const response = await fetch("/read/keep.json", {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ draft: item.dataset.draft }),
      });
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.error);
      told.className = "kept";
      const way = document.createElement("a");
      way.href = answer.address;
      way.textContent = answer.report;
      const how = { version: "Kept as a new version of ", withdrawn: "Noted: withdrawn is " };
      told.append(how[answer.how] || "Kept: ", way);
      asking.replaceWith(told);
      spoken.textContent = told.textContent;
    } catch (error) {
      told.className = "note";
      told.textContent = error.message;
      asking.after(told);
      delete asking.dataset.busy;
    }
  }

  list.addEventListener("submit", (event) => {
    const item = event.target.closest(".reading");
    if (!item) return; // all of them, without a script
    event.preventDefault();
    keep(item);
  });

  // Which one is meant: that of the claim that is open, or of what has the focus, or the first to be seen.
  function current() {
    const open = list.querySelector(".side.open");
    const here = (open && open.closest(".reading")) || (document.activeElement && document.activeElement.closest(".reading"));
    if (here) return here;
    return waiting().find((item) => {
      const box = item.getBoundingClientRect();
      return box.bottom > 80 && box.top < window.innerHeight;
    });
  }

  document.addEventListener("keydown", async (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.toLowerCase() !== "a") return;
    const on = document.activeElement;
    if (on && /^(input|textarea|select)$/i.test(on.tagName)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "A") {
      event.preventDefault();
      for (const item of waiting()) await keep(item);
      return;
    }
    const item = current();
    if (!item) return;
    event.preventDefault();
    keep(item);
  });
})();
