// How a place is marked: the shape tells the side, the filling how it is said to be held, and the hue says both again.
// A cluster is a ring of its places' fillings; what is contested in it always shows.
const SIZE = 20; // CSS pixels
const HELD = "held", CLAIMED = "claimed", CONTESTED = "contested";

function shape(g, side, r) {
  g.beginPath();
  if (side === 0) g.rect(-r * 0.86, -r * 0.86, r * 1.72, r * 1.72);
  else if (side === 1) polygon(g, 4, r * 1.22, 0);
  else if (side === 2) polygon(g, 3, r * 1.3, -Math.PI / 2);
  else if (side === 3) polygon(g, 3, r * 1.3, Math.PI / 2);
  else g.arc(0, 0, r, 0, 2 * Math.PI);
  g.closePath();
}

function polygon(g, corners, r, turn) {
  for (let n = 0; n < corners; n++) {
    const a = turn + (2 * Math.PI * n) / corners;
    g.lineTo(r * Math.cos(a), r * Math.sin(a));
  }
}

/** Lines across whatever is clipped: what is contested. */
function hatch(g, colour, r, apart = 3.1) {
  g.save();
  g.clip();
  g.strokeStyle = colour;
  g.lineWidth = 1.3;
  for (let at = -2 * r; at <= 2 * r; at += apart) {
    g.beginPath();
    g.moveTo(at - r, r);
    g.lineTo(at + r, -r);
    g.stroke();
  }
  g.restore();
}

function mark(g, c, status, side) {
  const hue = c.sides[side] || c.none;
  g.lineJoin = "round";
  if (status === CONTESTED) {
    shape(g, -1, 7.2);
    g.fillStyle = c.card;
    g.fill();
    hatch(g, c.contested, 8);
    shape(g, -1, 7.2);
    g.strokeStyle = c.contested;
    g.lineWidth = 2;
    g.stroke();
    return;
  }
  if (status !== HELD && status !== CLAIMED) {
    shape(g, -1, 3.6);
    g.fillStyle = c.land;
    g.fill();
    if (status === "pending") g.setLineDash([1.6, 1.6]);
    g.strokeStyle = c.muted;
    g.lineWidth = 1.5;
    g.stroke();
    g.setLineDash([]);
    return;
  }
  shape(g, side, 6.4);
  g.strokeStyle = c.land; // a rim, so that marks side by side stay apart
  g.lineWidth = 4;
  g.stroke();
  g.fillStyle = status === HELD ? hue : c.card;
  g.fill();
  if (status === CLAIMED) {
    g.save();
    g.clip();
    g.fillStyle = hue;
    g.beginPath(); // the half, cut aslant
    g.moveTo(-10, 10);
    g.lineTo(-10, -10);
    g.lineTo(10, -10);
    g.closePath();
    g.fill();
    g.restore();
    shape(g, side, 6.4);
  }
  g.strokeStyle = hue;
  g.lineWidth = 1.8;
  g.stroke();
}

/** A ring of parts, each [filling, side, share of eight]. */
function ring(g, c, parts, r) {
  const inner = r - 6;
  g.beginPath();
  g.arc(0, 0, r, 0, 2 * Math.PI);
  g.fillStyle = c.card;
  g.fill();
  const whole = parts.reduce((sum, part) => sum + part[2], 0) || 1;
  let at = -Math.PI / 2;
  for (const [filling, side, share] of parts) {
    const to = at + (2 * Math.PI * share) / whole;
    const hue = filling === CONTESTED ? c.contested : filling === HELD || filling === CLAIMED ? c.sides[side] : c.rule;
    const along = () => {
      g.beginPath();
      g.arc(0, 0, r - 1, at, to);
      g.arc(0, 0, inner, to, at, true);
      g.closePath();
    };
    along();
    if (filling === HELD || filling === "unknown") {
      g.fillStyle = hue;
      g.fill();
    } else {
      if (filling === CLAIMED) {
        g.save();
        g.clip();
        g.fillStyle = hue;
        g.beginPath();
        g.arc(0, 0, inner + 2.4, 0, 2 * Math.PI);
        g.fill();
        g.restore();
      } else {
        hatch(g, hue, r);
      }
      along();
      g.strokeStyle = hue;
      g.lineWidth = 1.2;
      g.stroke();
    }
    at = to;
  }
  g.beginPath();
  g.arc(0, 0, inner - 0.5, 0, 2 * Math.PI);
  g.fillStyle = c.card;
  g.fill();
}

function canvas(size, ratio) {
  const made = document.createElement("canvas");
  made.width = made.height = Math.round(size * ratio);
  const g = made.getContext("2d");
  g.scale(ratio, ratio);
  g.translate(size / 2, size / 2);
  return [made, g];
}

const KINDS = [[HELD, 0], [HELD, 1], [HELD, 2], [HELD, 3], [CLAIMED, 0], [CLAIMED, 1], [CLAIMED, 2], [CLAIMED, 3], [CONTESTED, -1], ["unknown", -1]];

/** The image that an id of `images` names, as MapLibre takes it; null for one that is not ours. */
export function image(id, c, ratio) {
  const [kind, ...rest] = id.split("|");
  if (kind === "mark") {
    const [made, g] = canvas(SIZE, ratio);
    mark(g, c, rest[0], Number(rest[1]));
    return g.getImageData(0, 0, made.width, made.height);
  }
  if (kind === "ring") {
    const radius = Number(rest[0]);
    const [made, g] = canvas(radius * 2 + 2, ratio);
    ring(g, c, KINDS.map(([filling, side], n) => [filling, side, Number(rest[n + 1])]).filter((part) => part[2]), radius);
    return g.getImageData(0, 0, made.width, made.height);
  }
  return null;
}

/** A mark to stand in a line of text. */
export function inline(c, status, side) {
  const [made, g] = canvas(SIZE, 2);
  mark(g, c, status, side);
  made.className = "mark";
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** A ring to stand in a line of text. */
export function inlineRing(c, parts) {
  const [made, g] = canvas(26, 2);
  ring(g, c, parts, 12);
  made.className = "mark";
  made.setAttribute("aria-hidden", "true");
  return made;
}

const counted = (filling, side) => ["all", ["==", ["get", "status"], filling], side < 0 ? true : ["==", ["get", "side"], side]];
const shares = (n) => ["to-string", ["ceil", ["/", ["*", 8, ["get", `n${n}`]], ["get", "point_count"]]]];

/** How the places of a cluster are counted. */
export const clustered = Object.fromEntries([
  ...KINDS.slice(0, -1).map(([filling, side], n) => [`n${n}`, ["+", ["case", counted(filling, side), 1, 0]]]),
  ["n9", ["+", ["case", ["in", ["get", "status"], ["literal", ["unknown", "pending"]]], 1, 0]]],
  ["lately", ["+", ["get", "lately"]]],
]);

/** The ids of images, as MapLibre works them out of a place or cluster. */
export const images = {
  mark: ["concat", "mark|", ["get", "status"], "|", ["to-string", ["get", "side"]]],
  ring: ["concat", "ring|", ["step", ["get", "point_count"], "14", 10, "17", 100, "20", 1000, "24"], ...KINDS.flatMap((_, n) => ["|", shares(n)])],
};
