// The map: places by who is said to hold them, in clusters where they lie close; the list beside it and the card of one.
const at = document.querySelector("[data-map]");
const form = document.getElementById("asking");
const find = (name) => document.querySelector(`[data-${name}]`);
const [gl, marks, base, time] = await Promise.all(["maplibre", "marks", "paper", "time"].map((name) => import(at.dataset[name])));

const params = new URLSearchParams(location.search);
const root = document.querySelector("main");
let colours = base.colours(root);
let found = { type: "FeatureCollection", features: [] };
let map = null, moved = params.has("at"), chosen = params.get("open") || "", touched = params.has("on");
const listed = 40, farthest = 11; // a settlement, and nothing finer

// -- the timeline: it wakes when the first answer tells which days there are --
let timeline = null;
function days(line, on, knownOn) {
  if (!line) return;
  if (timeline) return timeline.draw(line);
  timeline = time.timeline(find("timeline"), { line, on, known: knownOn || "" }, (now) => {
    touched = true;
    known(now.known);
    ask(70);
  });
}
document.addEventListener("keydown", (event) => {
  const typing = /^(input|textarea|select)$/i.test(event.target.tagName) && !/^(range|checkbox)$/.test(event.target.type);
  if (!timeline || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "," || event.key === ".") timeline.step(event.key === "," ? -1 : 1);
});

// The links of the page, and the strip above it, keep the day known.
function known(day) {
  for (const link of document.querySelectorAll(".rooms a, .brand a")) {
    const to = new URL(link.href);
    if (day) to.searchParams.set("known", day);
    else to.searchParams.delete("known");
    link.href = to;
  }
  document.querySelector(".strip.known")?.remove();
  if (!day) return;
  const all = element("button", { type: "button", class: "plain" }, "Show all that is known");
  all.addEventListener("click", () => find("all").click());
  const strip = element("p", { class: "strip known", role: "note" }, element("strong", {}, `As known on ${time.words(day)}.`),
    " ", element("span", {}, "What was published later is not counted."), " ", all);
  root.before(strip);
}

// -- asking --
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(0);
});
form.addEventListener("change", () => ask(0));
form.addEventListener("input", (event) => {
  if (event.target.form === form && /^(search|text)$/.test(event.target.type)) ask(300);
});
find("clear").addEventListener("click", (event) => {
  event.preventDefault();
  for (const field of form.elements) {
    if (field.type === "hidden") field.remove();
    else if (field.name && field.name !== "on" && field.name !== "known") field.value = "";
  }
  ask(0);
});

function query() {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value && name !== "on" && name !== "known") asked.append(name, value);
  }
  const now = timeline ? timeline.state : { on: params.get("on"), known: params.get("known") };
  if (touched && now.on) asked.set("on", now.on);
  if (now.known) asked.set("known", now.known);
  return asked;
}

let waiting = 0, running = null, again = 250;
function ask(after) {
  clearTimeout(waiting);
  waiting = setTimeout(answer, after);
}

async function answer() {
  running?.abort();
  const mine = (running = new AbortController());
  const asked = query();
  address();
  let told;
  try {
    const response = await fetch(`/map.json?${asked}`, { signal: mine.signal });
    told = await response.json();
    if (!response.ok) throw new Error(told.error || response.statusText);
  } catch (error) {
    if (error.name !== "AbortError") say(error.message);
    return;
  }
  if (mine !== running) return;
  if (!told.reading || told.features.length) {
    found = told;
    map?.getSource("places")?.setData(found);
    days(told.timeline, told.on, told.known);
    if (map && !moved && told.extent) look(told.extent);
    list();
  }
  say(told.reading ? "Going through the ledger …" : told.pending ? `${told.pending.toLocaleString("en")} places still to be reckoned …` : "");
  if (told.reading || told.pending) {
    ask(again);
    again = Math.min(again * 1.5, 2000);
  } else {
    again = 250;
    if (chosen) card(chosen);
  }
}

function say(text) {
  find("note").textContent = text;
}

function address() {
  const asked = query();
  if (map && moved) {
    const { lng, lat } = map.getCenter().wrap();
    asked.set("at", `${lat.toFixed(3)},${lng.toFixed(3)},${map.getZoom().toFixed(2)}`);
  }
  if (chosen) asked.set("open", chosen);
  const search = asked.toString().replaceAll("%2C", ",");
  history.replaceState(null, "", search ? `?${search}` : location.pathname);
  const json = document.querySelector('link[rel="alternate"]');
  if (json) json.href = `/map.json?${query()}`;
}

// -- the list of what is in sight --
function inSight() {
  if (!map) return found.features;
  const box = map.getBounds();
  return found.features.filter((place) => box.contains(place.geometry.coordinates));
}

function to(place) {
  const asked = query();
  const when = new URLSearchParams();
  for (const name of ["known", "on"]) if (asked.has(name)) when.set(name, asked.get(name));
  return `/places/${encodeURIComponent(place.properties.place)}${when.size ? `?${when}` : ""}`;
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function list() {
  const here = inSight();
  const focused = document.activeElement?.closest?.("[data-list] li")?.dataset.place;
  const items = here.slice(0, listed).map((place) => {
    const p = place.properties;
    const link = element("a", { href: to(place), "data-open": "" }, element("bdi", {}, p.name));
    const item = element("li", { "data-step": "", "data-place": p.place }, marks.inline(colours, p.status, p.side), link, " ",
      element("span", { class: `says ${p.status}` }, p.words), " ", element("span", { class: "part n", title: "claims" }, p.claims.toLocaleString("en")));
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || !map) return;
      event.preventDefault();
      choose(place, true);
    });
    for (const name of ["mouseenter", "focusin"]) item.addEventListener(name, () => point(place));
    for (const name of ["mouseleave", "focusout"]) item.addEventListener(name, () => point(null));
    return item;
  });
  if (!items.length) items.push(element("li", { class: "empty" }, found.features.length ? "No place in sight." : "No claim that fits names a place on the map."));
  find("list").replaceChildren(...items);
  if (focused) items.find((item) => item.dataset.place === focused)?.querySelector("a").focus({ preventScroll: true });
  const contested = here.filter((place) => place.properties.status === "contested").length;
  const n = (many, one) => `${many.toLocaleString("en")} ${one}${many === 1 ? "" : "s"}`;
  find("tally").textContent = `${here.length.toLocaleString("en")} in sight${contested ? `, ${contested.toLocaleString("en")} contested` : ""}`;
  const rest = [];
  if (here.length > listed) rest.push(`and ${(here.length - listed).toLocaleString("en")} more, with fewer claims`);
  rest.push(`${n(found.total || 0, "claim")} in all${found.nowhere ? `, ${found.nowhere.toLocaleString("en")} of no place on the map` : ""}`);
  find("rest").textContent = rest.join("; ");
}

// -- the card of a place --
const slip = find("card");
let before = null;
async function card(place) {
  const asked = query();
  const wanted = new URLSearchParams({ place });
  for (const name of ["known", "on"]) if (asked.has(name)) wanted.set(name, asked.get(name));
  if (!wanted.has("on") && found.on) wanted.set("on", found.on);
  const response = await fetch(`/map/card?${wanted}`);
  if (place !== chosen) return;
  if (!response.ok) return close();
  const shut = element("button", { type: "button", class: "shut", "aria-label": "Close" }, "×");
  shut.addEventListener("click", close);
  slip.innerHTML = await response.text(); // escaped by the server, like every page
  slip.append(shut);
  slip.hidden = false;
}

function choose(place, byList) {
  chosen = place.properties.place;
  before = byList ? document.activeElement : null;
  ring("chosen", place);
  const alone = ["==", ["get", "place"], chosen];
  if (byList && !map.queryRenderedFeatures({ layers: ["places"], filter: alone }).length) {
    map.easeTo({ center: place.geometry.coordinates, zoom: Math.min(farthest, Math.max(map.getZoom() + 1.5, 6)) });
  }
  card(chosen).then(() => byList && slip.querySelector("a")?.focus({ preventScroll: true }));
  address();
}

function close() {
  const had = slip.contains(document.activeElement);
  chosen = "";
  slip.hidden = true;
  slip.replaceChildren();
  ring("chosen", null);
  if (had) (before?.isConnected ? before : find("list").querySelector("a"))?.focus();
  address();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !slip.hidden) close();
});

const ring = (name, place) => map?.getSource(name)?.setData({ type: "FeatureCollection", features: place ? [place] : [] });
const point = (place) => ring("pointed", place);

// -- the map itself --
const absolute = (path) => new URL(path, location.href).href;
let paper = null;

function style() {
  const made = base.paper(colours, paper);
  const chosenPlace = found.features.filter((place) => place.properties.place === chosen);
  const circle = (id, colour, width) => ({
    id, type: "circle", source: id,
    paint: { "circle-radius": 13, "circle-color": "transparent", "circle-stroke-color": colour, "circle-stroke-width": width },
  });
  return {
    version: 8,
    sources: {
      ...made.sources,
      places: { type: "geojson", data: found, cluster: true, clusterRadius: 34, clusterMaxZoom: 9, clusterMinPoints: 3, clusterProperties: marks.clustered },
      chosen: { type: "geojson", data: { type: "FeatureCollection", features: chosenPlace } },
      pointed: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
    },
    layers: [
      ...made.layers,
      {
        id: "lately", type: "circle", source: "places", filter: ["all", ["!", ["has", "point_count"]], [">", ["get", "lately"], 0]],
        paint: { "circle-radius": ["min", 26, ["+", 10, ["*", 2.2, ["sqrt", ["get", "lately"]]]]], "circle-color": colours.ink, "circle-opacity": 0.08 },
      },
      circle("pointed", colours.muted, 2), circle("chosen", colours.focus, 3),
      {
        id: "clusters", type: "symbol", source: "places", filter: ["has", "point_count"],
        layout: {
          "icon-image": marks.images.ring, "icon-allow-overlap": true, "icon-ignore-placement": true, "text-field": ["get", "point_count_abbreviated"],
          "text-font": base.SANS, "text-size": 10.5, "text-allow-overlap": true, "text-ignore-placement": true,
        },
        paint: { "text-color": colours.ink },
      },
      {
        id: "places", type: "symbol", source: "places", filter: ["!", ["has", "point_count"]],
        layout: {
          "icon-image": marks.images.mark, "icon-allow-overlap": true, "icon-ignore-placement": true, "symbol-sort-key": ["-", ["get", "claims"]],
          "text-field": ["get", "name"], "text-font": base.SANS, "text-size": 12.5, "text-optional": true,
          "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 0.95, "text-justify": "auto", "text-padding": 3,
        },
        paint: { "text-color": colours.ink, "text-halo-color": colours.land, "text-halo-width": 1.4 },
      },
    ],
  };
}

function look([west, south, east, north], duration = 0) {
  const wide = at.clientWidth > 700; // then the card lies to the left, and the legend open beneath
  const padding = wide ? { top: 50, bottom: 70, left: slip.hidden && !chosen ? 70 : 390, right: 70 } : 36;
  map.fitBounds([[west, south], [east, north]], { padding, maxZoom: 7.5, duration });
}

function legend() {
  const box = find("legend");
  const sides = JSON.parse(box.dataset.sides);
  const row = (mark, text) => element("li", {}, mark, ` ${text}`);
  const rows = [];
  sides.forEach((side, n) => rows.push(row(marks.inline(colours, "held", n % 4), `held by ${side}`), row(marks.inline(colours, "claimed", n % 4), `claimed by ${side}`)));
  rows.push(row(marks.inline(colours, "contested", -1), "contested"), row(marks.inline(colours, "unknown", -1), "not told"));
  const parts = [["held", 0, 4], ["contested", -1, 2], ...(sides.length > 1 ? [["held", 1, 2]] : [])];
  rows.push(row(marks.inlineRing(colours, parts), "several places"), row(element("span", { class: "lately", "aria-hidden": "true" }), "told of in the week"));
  box.querySelector("ul").replaceChildren(...rows);
  box.hidden = false;
  if (innerWidth < 740) box.open = false;
}

async function begin() {
  const fetched = (path) => fetch(path).then((response) => response.json());
  const [labels, lands] = await Promise.all([fetched(at.dataset.labels), fetched(at.dataset.lands), answer()]);
  paper = { land: absolute(at.dataset.land), borders: absolute(at.dataset.borders), labels: base.names(labels), lands };
  gl.setWorkerUrl(absolute(at.dataset.worker));
  const [lat, lng, zoom] = (params.get("at") || "").split(",").map(Number);
  map = new gl.Map({
    container: at, style: style(), maxZoom: farthest, minZoom: 1, pitchWithRotate: false, dragRotate: false, fadeDuration: 120, maxPitch: 0,
    attributionControl: { compact: false, customAttribution: "Natural Earth; GeoNames, CC BY 4.0" },
    ...(moved && Number.isFinite(zoom) ? { center: [lng, lat], zoom } : { center: [20, 25], zoom: 1.6 }),
  });
  at.map = map;
  pacing();
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new gl.NavigationControl({ showCompass: false }), "top-right");
  map.setMissingStyleImageResolver((id) => {
    const ratio = Math.max(2, Math.ceil(devicePixelRatio));
    const drawn = marks.image(id, colours, ratio);
    if (drawn && !map.hasImage(id)) map.addImage(id, drawn, { pixelRatio: ratio });
  });
  if (!moved && found.extent) look(found.extent);
  map.on("movestart", (event) => {
    if (event.originalEvent) moved = true;
  });
  let settling = 0;
  map.on("moveend", () => {
    clearTimeout(settling);
    settling = setTimeout(() => (list(), address()), 120);
  });
  map.on("click", "places", ({ features }) => choose(whole(features[0]), false));
  map.on("click", "clusters", async ({ features }) => {
    moved = true;
    const zoom = await map.getSource("places").getClusterExpansionZoom(features[0].properties.cluster_id);
    map.easeTo({ center: features[0].geometry.coordinates, zoom: Math.min(zoom + 0.3, farthest) });
  });
  for (const layer of ["places", "clusters"]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
  map.once("idle", () => (at.dataset.ready = "yes"));
  legend();
  list();
  const repaint = () => {
    colours = base.colours(root);
    map.setStyle(style(), { diff: false });
    legend();
    list();
  };
  document.addEventListener("sayso:theme", repaint);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
}

// -- a machine that draws slowly draws coarser while the map moves, and sharp again when it rests --
const slow = 28, coarsest = 0.5; // milliseconds a frame; of the pixels along a side
function pacing() {
  const gl = map.getCanvas().getContext("webgl2");
  const by = gl?.getExtension("WEBGL_debug_renderer_info");
  const software = by && /swiftshader|llvmpipe|software/i.test(gl.getParameter(by.UNMASKED_RENDERER_WEBGL));
  let share = software ? coarsest : 1, before = 0, pace = 0, resting = 0;
  const draw = (part) => {
    const ratio = (devicePixelRatio || 1) * part;
    if (Math.abs(map.getPixelRatio() - ratio) > 0.01) map.setPixelRatio(ratio);
  };
  // Another size stops whatever is moving: so it is taken before a gesture begins, and left when all is still.
  const begins = (event) => {
    if (event.type === "keydown" && !/^(Arrow|[+=-])/.test(event.key)) return;
    if (share < 1 && !map.isMoving()) draw(share);
    rests(1200);
  };
  const rests = (after) => {
    clearTimeout(resting);
    resting = setTimeout(() => (map.isMoving() ? rests(after) : draw(1)), after);
  };
  for (const name of ["pointerdown", "wheel", "keydown"]) at.addEventListener(name, begins, { capture: true, passive: true });
  map.on("movestart", () => (before = 0));
  map.on("render", () => {
    if (!map.isMoving()) return;
    const now = performance.now();
    if (before) pace = pace * 0.8 + Math.min(now - before, 200) * 0.2;
    before = now;
  });
  map.on("moveend", () => {
    if (pace > slow) share = Math.max(coarsest, share * 0.75);
    pace = 0;
    rests(350);
  });
}

/** A place as the answer has it: the map hands out a part of it. */
const whole = (drawn) => found.features.find((place) => place.properties.place === drawn.properties.place) || drawn;

try {
  await begin();
} catch (error) {
  const untold = find("untold");
  untold.textContent = "The map can’t be drawn here: it needs WebGL. The list has the same places.";
  untold.hidden = false;
  list();
  if (!/webgl/i.test(String(error.message || error))) throw error;
}
