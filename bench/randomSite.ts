/** A site file made from a number, and what it is made to try. */
export interface RandomSite {
  readonly seed: number;
  /** The form of its outline, for a report. */
  readonly form: string;
  /** GeoJSON text in `local:metre`. */
  readonly text: string;
}

type Position = readonly [x: number, y: number];
type Random = () => number;

interface Feature {
  readonly type: "Feature";
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}

/** A lot of any form a survey may hold, from its seed alone: the same number gives the same bytes in every engine. */
export function randomSite(seed: number): RandomSite {
  const random = randomFrom(seed);
  const [form, draw] = FORMS[Math.floor(random() * FORMS.length)];
  const size = sizeOf(random);
  const angle = random() < 0.4 ? 0 : random() * 360;
  const place = turned(angle, random() * 2000 - 1000, random() * 2000 - 1000);
  const outline = draw(random, size);
  const middle = centreOf(outline);
  const inner = Math.min(
    ...outline.map(([x, y], i) => distanceToEdge(middle, [x, y], outline[(i + 1) % outline.length])),
  );
  const hole = random() < 0.15 && inner > 3 ? [regular(random, middle, inner * (0.2 + random() * 0.5))] : [];
  const features: Feature[] = [
    feature(
      { kind: "site" },
      "Polygon",
      [outline, ...hole].map((ring) => closed(ring.map(place))),
    ),
    ...gates(random, outline).map(({ line, properties }) => feature(properties, "LineString", line.map(place))),
    ...Array.from({ length: random() < 0.5 ? 0 : Math.floor(random() * 8) }, () => obstruction(random, outline, place)),
  ];
  const text = JSON.stringify({
    type: "FeatureCollection",
    crs: { type: "name", properties: { name: "local:metre" } },
    features,
  });
  return { seed, form, text };
}

/** Mulberry32: numbers from 0 up to 1. */
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Half the width of a site, metres: mostly a parking lot's, now and then a kiosk's or a fairground's. */
function sizeOf(random: Random): number {
  const kind = random();
  if (kind < 0.08) return 1.5 + random() * 5;
  if (kind < 0.9) return 8 + random() * 40;
  if (kind < 0.985) return 50 + random() * 60;
  return 120 + random() * 60;
}

const FORMS: readonly (readonly [name: string, draw: (random: Random, size: number) => Position[]])[] = [
  ["rectangle", (random, size) => box(size, size * (0.3 + random() * 0.7))],
  ["sliver", (random, size) => box(size * 2, 2 + random() * 7)],
  ["triangle", (random, size) => star(random, size, 3, 0.3)],
  ["crooked", (random, size) => star(random, size, 4 + Math.floor(random() * 8), 0.4)],
  ["star", (random, size) => star(random, size, 8 + Math.floor(random() * 30), 0.7)],
  ["smooth", (random, size) => star(random, size, 40 + Math.floor(random() * 360), 0.06)],
  ["steps", steps],
  ["L", (random, size) => notched(size, size * 0.8, random() * 1.4 + 0.3, random() * 1.2 + 0.3)],
];

function box(x: number, y: number): Position[] {
  return [
    [-x, -y],
    [x, -y],
    [x, y],
    [-x, y],
  ];
}

/** Seen whole from its middle; `ragged` from 0 to 1 is how far it may be cut in. */
function star(random: Random, size: number, corners: number, ragged: number): Position[] {
  return Array.from({ length: corners }, (_, i) => {
    const angle = ((i + random() * 0.8) / corners) * 2 * Math.PI;
    const radius = size * (1 - ragged * random());
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
}

/** A staircase on one side, as where a lot follows its neighbours' walls. */
function steps(random: Random, size: number): Position[] {
  const count = 2 + Math.floor(random() * 6);
  const run = (2 * size) / count;
  const stairs: Position[] = [];
  for (let i = count; i > 0; i--) {
    const y = size * (0.2 + 0.8 * random());
    stairs.push([-size + i * run, y], [-size + (i - 1) * run, y + (random() < 0.2 ? 0.01 : 0)]);
  }
  return [[-size, -size], [size, -size], ...stairs];
}

function notched(x: number, y: number, right: number, up: number): Position[] {
  const [nx, ny] = [x * (1 - right), y * (1 - up)];
  return [
    [-x, -y],
    [x, -y],
    [x, ny],
    [nx, ny],
    [nx, y],
    [-x, y],
  ];
}

function regular(random: Random, [x, y]: Position, radius: number): Position[] {
  const corners = 3 + Math.floor(random() * 6);
  return Array.from({ length: corners }, (_, i) => {
    const angle = (-i / corners) * 2 * Math.PI;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
  });
}

/** Up to four openings on edges that are long enough for one. */
function gates(
  random: Random,
  outline: readonly Position[],
): { line: Position[]; properties: object & { kind: string } }[] {
  const count = 1 + Math.floor(random() * random() * 4);
  const found: { line: Position[]; properties: { kind: string; modes: string[]; direction?: string } }[] = [];
  for (let tries = 0; tries < 40 && found.length < count; tries++) {
    const i = Math.floor(random() * outline.length);
    const [a, b] = [outline[i], outline[(i + 1) % outline.length]];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const width = Math.min(length, 3 + random() * 6);
    if (width < 2.6) continue;
    const from = (random() * (length - width)) / length;
    const at = (t: number): Position => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
    const direction = count > 1 && random() < 0.2 ? { direction: found.length % 2 === 0 ? "both" : "out" } : {};
    found.push({
      line: [at(from), at(from + width / length)],
      properties: { kind: "gate", modes: ["car"], ...direction },
    });
  }
  // where no edge is long enough the opening follows several
  if (found.length === 0)
    found.push({ line: alongEdges(random, outline), properties: { kind: "gate", modes: ["car"] } });
  return found;
}

/** A line along the outline from one corner to another, 5 m on or more. */
function alongEdges(random: Random, outline: readonly Position[]): Position[] {
  const from = Math.floor(random() * outline.length);
  const line = [outline[from]];
  for (let i = 1, length = 0; i < outline.length && length < 5; i++) {
    const next = outline[(from + i) % outline.length];
    length += Math.hypot(next[0] - line[i - 1][0], next[1] - line[i - 1][1]);
    line.push(next);
  }
  return line;
}

function obstruction(random: Random, outline: readonly Position[], place: (at: Position) => Position): Feature {
  // between the middle and a corner: mostly inside, now and then across the outline
  const corner = outline[Math.floor(random() * outline.length)];
  const t = random() * 0.9;
  const middle: Position = [corner[0] * t, corner[1] * t];
  if (random() < 0.3) return feature({ kind: "obstruction", radius: 0.1 + random() * 0.6 }, "Point", place(middle));
  const [x, y] = [0.3 + random() * 6, 0.3 + random() * 4];
  const turn = turned(random() < 0.6 ? 0 : random() * 90, middle[0], middle[1]);
  return feature({ kind: "obstruction" }, "Polygon", [closed(box(x, y).map(turn).map(place))]);
}

function feature(properties: Feature["properties"], type: string, coordinates: unknown): Feature {
  return { type: "Feature", properties, geometry: { type, coordinates } };
}

/** Turns about the origin, shifts, and writes to 0.1 mm, so that engines whose sine differs in the last bit agree. */
function turned(degrees: number, dx: number, dy: number): (at: Position) => Position {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const round = (value: number) => Math.round(value * 10000) / 10000;
  return ([x, y]) => [round(x * cos - y * sin + dx), round(x * sin + y * cos + dy)];
}

function closed(ring: Position[]): Position[] {
  return [...ring, ring[0]];
}

function centreOf(ring: readonly Position[]): Position {
  const mean = (k: 0 | 1) => ring.reduce((sum, at) => sum + at[k], 0) / ring.length;
  return [mean(0), mean(1)];
}

function distanceToEdge([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): number {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
