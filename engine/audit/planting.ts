import { type Area, areaOf, type Point } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { checked, hold, kernel } from "./kernel.ts";
import { edgesApart, type Outline, outlineOf } from "./outline.ts";
import { type Finding, middleOf, type Outcome, ruleNumber, type Scene } from "./scene.ts";
import { narrowest, widest } from "./width.ts";

// where new planting counts, and whether all of it does

/** New planting counts where it is at least this wide, and from this size: metres and square metres. FORMAT.md section 3. */
const LEAST_WIDTH = 1.5;
const LEAST_PATCH = 4;

/** Areas are met when they miss by no more than this, square metres: the rounding of measures. */
const ROUNDING = 0.05;

/** Widths are met when they miss by no more than this, metres. */
const WIDTH_ROUNDING = 0.002;

/**
 * A narrower part may be as large as this, square metres: a disc of the least width leaves out 0.39 m² of a corner of
 * 60°, and less of blunter ones, without the patch being too narrow there.
 */
const CORNER = 0.4;

/** Every new patch is large enough, and wide enough in all its parts. */
export function plantingCounts(scene: Scene): Outcome {
  const findings: Finding[] = [];
  let least = Infinity;
  for (const { id, shape } of newGreens(scene)) {
    const area = areaOf(shape);
    if (area < LEAST_PATCH - ROUNDING) {
      const note = `new green ${id} covers ${area.toFixed(1)} m² where ${LEAST_PATCH} m² is asked.`;
      const at = middleOf(outlineOf(shape));
      findings.push({ required: LEAST_PATCH, measured: area, features: [id], at, note, amount: LEAST_PATCH - area });
    }
    const { width, at } = narrowPart(shape);
    least = Math.min(least, width);
    if (width >= LEAST_WIDTH - WIDTH_ROUNDING) continue;
    const note = `new green ${id} is ${width.toFixed(2)} m wide in part where ${LEAST_WIDTH} m is asked.`;
    findings.push({ required: LEAST_WIDTH, measured: width, features: [id], at, note, amount: LEAST_WIDTH - width });
  }
  const measured = Number.isFinite(least) ? least : null;
  return { rule: "fact.planting", findings, required: LEAST_WIDTH, measured, unit: "m" };
}

/** New planting keeps off the walls of buildings. */
export function plantingOffWalls(scene: Scene): Outcome {
  const rule = "green.count_offset.wall";
  const required = ruleNumber(scene.rules, rule, 0);
  const walls = featuresOf(scene.site, "building").map(({ id, shape }) => ({ id, outline: outlineOf(shape) }));
  const greens = newGreens(scene).map(({ id, shape }) => ({ id, outline: outlineOf(shape) }));
  if (walls.length === 0 || greens.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const findings: Finding[] = [];
  let nearest = Infinity;
  for (const green of greens) {
    for (const wall of walls) {
      const off = edgesApart(green.outline.edges, wall.outline.edges);
      nearest = Math.min(nearest, off);
      if (off >= required - WIDTH_ROUNDING) continue;
      const note = `new green ${green.id} keeps ${off.toFixed(2)} m off ${wall.id} where ${required} m is asked.`;
      const at = middleOf(green.outline);
      findings.push({ required, measured: off, features: [green.id], at, note, amount: required - off });
    }
  }
  return { rule, findings, required, measured: nearest, unit: "m" };
}

function newGreens({ features }: Scene) {
  return planFeaturesOf(features, "green").filter((green) => green.properties.status === "new");
}

/** Pace at which a patch is looked at where it has a neck, metres, and the most places looked at: a hectare's. */
const LEAST_PACE = 0.1;
const MOST_PLACES = 1_000_000;

/**
 * Width of the narrowest part of a patch that is larger than a corner, metres: at least the least width where every
 * part that matters is covered by discs of that width which lie inside.
 */
function narrowPart(area: Area): { width: number; at: Point } {
  const neck = narrowest(area);
  if (neck.width >= LEAST_WIDTH - WIDTH_ROUNDING) return neck;
  const outline = outlineOf(area);
  const radius = LEAST_WIDTH / 2;
  const [across, along] = [outline.maxX - outline.minX, outline.maxY - outline.minY];
  // a patch larger than any compound's is looked at more coarsely: in its favour, half a pace
  const pace = Math.max(LEAST_PACE, Math.sqrt((across * along) / MOST_PLACES));
  const columns = Math.ceil(across / pace) + 1;
  const rows = Math.ceil(along / pace) + 1;
  const room = roomsIn(outline, pace, columns, rows);
  const narrow = Uint8Array.from(room, (own) => (own > 0 ? 1 : 0));
  const place = (cell: number): Point => [
    outline.minX + (cell % columns) * pace,
    outline.minY + Math.floor(cell / columns) * pace,
  ];
  uncover(narrow, room, { columns, rows, pace, least: radius - WIDTH_ROUNDING - pace / 2 });
  const part = largestPart(narrow, columns);
  if (part.length * pace * pace <= CORNER) return { width: LEAST_WIDTH, at: neck.at };
  const middle = part.reduce((best, cell) => (room[cell] > room[best] ? cell : best), part[0]);
  return { width: Math.min(2 * room[middle], widest(area).width), at: place(middle) };
}

/** Places to each side that a disc of the least width covers, and one more. */
function reachAt(pace: number): number {
  return Math.ceil(LEAST_WIDTH / 2 / pace) + 1;
}

/** How far places `pace` metres apart are from the rim of a patch, row by row; 0 outside. */
function roomsIn({ edges, minX, minY }: Outline, pace: number, columns: number, rows: number): Float64Array {
  hold(null);
  const at = checked(kernel.layPatch(edges.length / 4));
  new Float64Array(kernel.memory.buffer, at, edges.length).set(edges);
  // more than this is as good as this: a disc is drawn no farther
  const most = 1.5 * (reachAt(pace) + 1) * pace;
  const rooms = checked(kernel.roomsIn(minX, minY, pace, columns, rows, most));
  return new Float64Array(kernel.memory.buffer, rooms, columns * rows).slice();
}

/**
 * Takes the mark from every place that a disc covers: one around a place with room enough for it, as far as its room and
 * half a pace, which makes up for centres between the places. Where discs begin and end in a row is counted first, and
 * summed up then.
 */
function uncover(
  marked: Uint8Array,
  room: Float64Array,
  { columns, rows, pace, least }: { columns: number; rows: number; pace: number; least: number },
): void {
  const reach = reachAt(pace);
  // a row of them ends one place on
  const begun = new Int32Array((columns + 1) * rows);
  for (let cell = 0; cell < room.length; cell++) {
    const own = room[cell];
    if (own < least) continue;
    const column = cell % columns;
    const row = (cell - column) / columns;
    const most = (own + pace / 2) ** 2;
    // a disc is narrower the farther a row is from its middle
    let half = reach;
    for (let off = 0; off <= reach; off++) {
      while (half >= 0 && (half * half + off * off) * pace * pace > most) half--;
      if (half < 0) break;
      const from = Math.max(0, column - half);
      const end = Math.min(columns - 1, column + half) + 1;
      if (row >= off) {
        begun[(row - off) * (columns + 1) + from]++;
        begun[(row - off) * (columns + 1) + end]--;
      }
      if (off > 0 && row + off < rows) {
        begun[(row + off) * (columns + 1) + from]++;
        begun[(row + off) * (columns + 1) + end]--;
      }
    }
  }
  for (let row = 0; row < rows; row++) {
    let discs = 0;
    for (let column = 0; column < columns; column++) {
      discs += begun[row * (columns + 1) + column];
      if (discs > 0) marked[row * columns + column] = 0;
    }
  }
}

/** The largest set of marked cells that hang together by their sides. */
function largestPart(marked: Uint8Array, columns: number): number[] {
  const left = marked.slice();
  let largest: number[] = [];
  for (let start = left.indexOf(1); start >= 0; start = left.indexOf(1, start + 1)) {
    const part: number[] = [];
    const take = (cell: number) => {
      if (cell < 0 || cell >= left.length || left[cell] === 0) return;
      left[cell] = 0;
      part.push(cell);
    };
    take(start);
    for (let i = 0; i < part.length; i++) {
      const cell = part[i];
      const column = cell % columns;
      take(cell - columns);
      take(cell + columns);
      if (column > 0) take(cell - 1);
      if (column < columns - 1) take(cell + 1);
    }
    if (part.length > largest.length) largest = part;
  }
  return largest;
}
