// The paper beneath the map: land, borders and names, in the colours of the page. Nothing is fetched but the room's own files.
const SERIF = ["Palatino Linotype", "Palatino", "Georgia", "Liberation Serif", "DejaVu Serif", "serif"];
const SANS = ["Segoe UI", "Roboto", "Helvetica Neue", "Liberation Sans", "DejaVu Sans", "sans-serif"];

/** Colours as the page has them now, light or dark: a custom property names both, so each is put on and read back. */
export function colours(root) {
  const probe = document.createElement("span");
  probe.hidden = true;
  root.append(probe);
  const read = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const names = ["paper", "card", "ink", "muted", "rule", "focus", "contested", "water", "land", "shore", "border", "name", "far"];
  const found = Object.fromEntries(names.map((name) => [name, read(name)]));
  found.sides = [0, 1, 2, 3].map((n) => read(`side-${n}`));
  found.none = read("side-none");
  probe.remove();
  return found;
}

/** The names of the basemap, as MapLibre takes them: each with the zoom from which it is shown. */
export function names(labels) {
  const features = [];
  for (const [kind, rows] of Object.entries(labels)) {
    rows.forEach(([name, lon, lat, from], rank) => {
      features.push({
        type: "Feature",
        geometry: { type: "Point", coordinates: [lon, lat] },
        properties: { kind, name, from, rank },
      });
    });
  }
  return { type: "FeatureCollection", features };
}

const from = (kind) => ["all", ["==", ["get", "kind"], kind], [">=", ["zoom"], ["get", "from"]]];
const halo = (c) => ({ "text-halo-color": c.land, "text-halo-width": 1.2, "text-halo-blur": 0.4 });

/** Sources and layers of the paper; `lands` are those of invented countries. */
export function paper(c, { land, borders, labels, lands }) {
  const line = (kind, more) => ({
    type: "line",
    layout: { "line-join": "round" },
    paint: { "line-color": c.border, "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.5, 8, 1.3], ...more },
    ...kind,
  });
  const text = (id, source, filter, layout, paint) => ({
    id, type: "symbol", source, filter,
    layout: { "text-field": ["get", "name"], "text-font": SANS, "text-padding": 4, ...layout },
    paint: { "text-color": c.name, ...halo(c), ...paint },
  });
  const country = { "text-font": SERIF, "text-transform": "uppercase", "text-letter-spacing": 0.22, "text-max-width": 7 };
  return {
    sources: {
      land: { type: "geojson", data: land, tolerance: 0.3, attribution: "" },
      borders: { type: "geojson", data: borders, tolerance: 0.3 },
      names: { type: "geojson", data: labels },
      lands: { type: "geojson", data: lands, tolerance: 0.2 },
    },
    layers: [
      { id: "water", type: "background", paint: { "background-color": c.water } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": c.land } },
      line({ id: "shore", source: "land" }, { "line-color": c.shore, "line-width": 0.7 }),
      line({ id: "borders", source: "borders", filter: ["!", ["get", "disputed"]] }),
      line({ id: "disputed", source: "borders", filter: ["get", "disputed"] }, { "line-dasharray": [2, 2.5] }),
      { id: "lands", type: "fill", source: "lands", filter: ["==", ["get", "kind"], "land"], paint: { "fill-color": c.land } },
      { id: "lakes", type: "fill", source: "lands", filter: ["==", ["get", "kind"], "lake"], paint: { "fill-color": c.water } },
      line({ id: "lands-shore", source: "lands", filter: ["in", ["get", "kind"], ["literal", ["land", "lake"]]] }, { "line-color": c.shore, "line-width": 1 }),
      line({ id: "lands-borders", source: "lands", filter: ["==", ["get", "kind"], "border"] }, { "line-dasharray": [4, 2] }),
      text("provinces", "names", from("provinces"), { "text-size": 10.5, "text-font": SERIF, "text-letter-spacing": 0.08, "symbol-sort-key": ["get", "rank"], "text-max-width": 6 }, { "text-color": c.far }),
      text("towns", "names", from("towns"), { "text-size": 10.5, "symbol-sort-key": ["get", "rank"] }, { "text-color": c.far }),
      { ...text("countries", "names", from("countries"), { ...country, "text-size": ["interpolate", ["linear"], ["zoom"], 2, 9, 6, 15], "symbol-sort-key": ["get", "rank"] }), maxzoom: 8 },
      { ...text("lands-names", "lands", ["==", ["get", "kind"], "name"], { ...country, "text-size": ["interpolate", ["linear"], ["zoom"], 3, 10, 7, 19] }), maxzoom: 9 },
    ],
  };
}

export { SANS };
