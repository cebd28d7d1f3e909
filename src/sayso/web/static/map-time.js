// The timeline: bars of claims by day, and two sliders beneath them, the day it happened and the day as known on.
const DAY = 86_400_000;
const number = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10);
const inWords = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** A day as people write it: 6 Mar 2031. */
export const words = (day) => inWords.format(Date.parse(`${day}T00:00:00Z`));

/** Bring the timeline in `root` to life; `changed` is called with {on, known} while a slider moves. */
export function timeline(root, { line: given, on, known }, changed) {
  let line = given;
  const first = number(line.first), last = number(line.last);
  const state = { on, known, tied: false };
  const by = (id) => document.getElementById(id);
  const sliders = { on: by("t-on"), known: by("t-known") };
  const dates = { on: by("d-on"), known: by("d-known") };
  const within = (n) => Math.min(last, Math.max(first, n));
  const tied = root.querySelector("[data-tied]"), play = root.querySelector("[data-play]");

  for (const [name, slider] of Object.entries(sliders)) {
    slider.max = String(last - first);
    slider.hidden = false;
    slider.setAttribute("aria-label", name === "on" ? "On the day" : "As known on");
    slider.addEventListener("input", () => {
      set(name, iso(first + Number(slider.value)));
      if (name === "on") stop();
    });
    dates[name].addEventListener("change", () => {
      if (name === "on" && !dates.on.value) return show();
      set(name, dates[name].value);
    });
  }
  root.hidden = false;
  for (const tools of root.querySelectorAll(".tools")) tools.hidden = false;
  for (const button of root.querySelectorAll("[data-by]")) button.addEventListener("click", () => step(Number(button.dataset.by)));
  root.querySelector("[data-all]").addEventListener("click", () => {
    tied.checked = state.tied = false;
    set("known", "");
  });
  tied.addEventListener("change", () => {
    state.tied = tied.checked;
    set("known", tied.checked ? state.on : "");
  });

  // -- playing: a step about every third of a second, in two hundred steps at most --
  let playing = 0;
  function stop() {
    if (!playing) return;
    clearInterval(playing);
    playing = 0;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  }
  play.addEventListener("click", () => {
    if (playing) return stop();
    if (number(state.on) >= last) set("on", iso(first + (last - first > 60 ? 30 : 0)));
    const by = Math.max(1, Math.round((last - first) / 200));
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
    playing = setInterval(() => (number(state.on) >= last ? stop() : step(by)), 350);
  });

  function step(by) {
    set("on", iso(within(number(state.on) + by)));
  }

  function set(name, day) {
    // The last day known of is all that is known.
    state[name] = name === "known" && day && number(day) >= last ? "" : day;
    if (state.tied && name === "on") state.known = number(day) >= last ? "" : day;
    if (name === "known" && state.tied && day !== state.on) tied.checked = state.tied = false;
    show();
    changed({ on: state.on, known: state.known });
  }

  function show() {
    for (const [name, slider] of Object.entries(sliders)) {
      const day = state[name] || line.last;
      const at = within(number(day)) - first;
      slider.value = String(at);
      slider.setAttribute("aria-valuetext", name === "known" && !state.known ? "all that is known" : words(day));
      if (dates[name].value !== state[name]) dates[name].value = state[name];
      slider.parentElement.style.setProperty("--at", String(last > first ? at / (last - first) : 1));
    }
    root.querySelector("[data-all]").hidden = !state.known;
  }

  function ticks() {
    const list = root.querySelector(".ticks");
    list.replaceChildren(
      ...line.ticks.map(([at, name]) => {
        const item = document.createElement("li");
        item.textContent = name;
        item.style.left = `${at * 100}%`;
        return item;
      }),
    );
  }

  const path = (counts, most, height) =>
    counts.map((n, at) => (n ? `M${at + 0.08} ${height}v-${Math.max(1, (n / most) * height).toFixed(2)}h.84V${height}z` : "")).join("");

  /** Draw the bars anew: another filter, or other knowledge. */
  function draw(made) {
    if (!made) return;
    line = made;
    for (const [name, counts, over] of [["on", line.claims, line.disputed], ["known", line.published, null]]) {
      const svg = root.querySelector(`[data-axis="${name}"] .bars`);
      const height = svg.viewBox.baseVal.height;
      const most = Math.max(1, ...counts);
      svg.setAttribute("viewBox", `0 0 ${counts.length} ${height}`);
      svg.querySelector(".all").setAttribute("d", path(counts, most, height));
      if (over) svg.querySelector(".over").setAttribute("d", path(over, most, height));
    }
  }

  for (const date of Object.values(dates)) [date.min, date.max] = [line.first, line.last];
  draw(line);
  ticks();
  show();
  return { draw, step, state };
}
