import type { AisleKind, Layout, ParkingAngle, StallSize } from "../../model/demand.ts";
import { PARKING_ANGLES } from "../../model/demand.ts";
import type { ParkingTable } from "../../rules/table.ts";
import { UNITS } from "./envelope.ts";

/** Stalls at one angle along an aisle; lengths in kernel units. */
export interface RowKind {
  readonly angle: ParkingAngle;
  /** Metres. */
  readonly size: StallSize;
  /** Head to aisle edge. */
  readonly depth: number;
  /** From one stall to the next. */
  readonly pitch: number;
  /** A run of one; a run of n is (n − 1) pitches longer. */
  readonly first: number;
}

/** An aisle of one width, driven both ways or one way. */
export interface LaidAisle {
  readonly kind: AisleKind;
  /** Metres. */
  readonly width: number;
  /** Rows that it serves, by their place in the list of row kinds, the densest first. */
  readonly rows: readonly number[];
}

export interface Kinds {
  readonly rows: readonly RowKind[];
  /** The two-way aisle of square stalls first, else the widest. */
  readonly aisles: readonly LaidAisle[];
}

/** Sine and cosine of the parking angles. Square roots are exact in every engine. */
export const SIDES: Readonly<Record<ParkingAngle, { readonly sin: number; readonly cos: number }>> = {
  90: { sin: 1, cos: 0 },
  60: { sin: Math.sqrt(3) / 2, cos: 0.5 },
  45: { sin: Math.SQRT1_2, cos: Math.SQRT1_2 },
  30: { sin: 0.5, cos: Math.sqrt(3) / 2 },
  0: { sin: 0, cos: 1 },
};

/** The rows and aisles that a layout and its rulebook allow, less those that another serves as well; null: none. */
export function kindsOf(table: ParkingTable, layout: Layout): Kinds | null {
  const rows = PARKING_ANGLES.filter((angle) => layout.parkingAngles.includes(angle)).map((angle) =>
    rowKind(angle, table.stall(angle)),
  );
  const aisles = (["two-way", "one-way"] as const)
    .filter((kind) => layout.aisles.includes(kind))
    .flatMap((kind) => aislesOf(kind, rows, table));
  const kept = aisles.filter((aisle, i) => !aisles.some((other, k) => k !== i && isBetter(other, aisle, k < i)));
  if (kept.length === 0) return null;
  const used = rows.map((_, row) => row).filter((row) => kept.some((aisle) => aisle.rows.includes(row)));
  // the aisle that square stalls ask for leads: a layout found with it alone means the same here
  const leading = table.aisle(90, "two-way");
  const leads = ({ kind, width }: LaidAisle) => kind === "two-way" && width === leading;
  return {
    rows: used.map((row) => rows[row]),
    aisles: [...kept.filter(leads), ...kept.filter((aisle) => !leads(aisle))].map((aisle) => ({
      ...aisle,
      rows: aisle.rows.map((row) => used.indexOf(row)),
    })),
  };
}

/** Square stalls on two-way aisles alone; null where a layout or its rulebook does not allow them. */
export function squareOf(table: ParkingTable, layout: Layout): Kinds | null {
  if (!layout.parkingAngles.includes(90) || !layout.aisles.includes("two-way")) return null;
  return kindsOf(table, { ...layout, parkingAngles: [90], aisles: ["two-way"] });
}

/** Whether there is more than one kind of row or of aisle. */
export function hasChoice({ rows, aisles }: Kinds): boolean {
  return rows.length > 1 || aisles.length > 1;
}

function rowKind(angle: ParkingAngle, size: StallSize): RowKind {
  const { sin, cos } = SIDES[angle];
  const { width, length } = size;
  if (angle === 0) return { angle, size, depth: units(width), pitch: units(length), first: units(length) };
  return {
    angle,
    size,
    depth: units(length * sin + width * cos),
    pitch: units(width / sin),
    first: units(length * cos + width * sin),
  };
}

/** Whole units, up: a stall never gets less than it asks for. */
function units(metres: number): number {
  return Math.ceil(metres * UNITS - 1e-6);
}

/** Aisles of one kind, the widest first: one for every width that some row asks for. */
function aislesOf(kind: AisleKind, rows: readonly RowKind[], table: ParkingTable): LaidAisle[] {
  const asked = rows.map(({ angle }) => table.aisle(angle, kind));
  const widths = [...new Set(asked.filter((width) => width !== null))].sort((a, b) => b - a);
  return widths.map((width) => {
    const served = rows.map((_, row) => row).filter((row) => asked[row] !== null && asked[row] <= width);
    const useful = served.filter(
      (row) => !served.some((other) => other !== row && isDenser(rows[other], rows[row], other < row)),
    );
    return { kind, width, rows: useful };
  });
}

/** Whether a row needs no more room than another in any way, and less in some; of equals the first. */
function isDenser(a: RowKind, b: RowKind, isFirst: boolean): boolean {
  if (a.depth > b.depth || a.pitch > b.pitch || a.first > b.first) return false;
  return a.depth < b.depth || a.pitch < b.pitch || a.first < b.first || isFirst;
}

/** Whether an aisle serves all that another does, is no wider, and binds the driver no more. */
function isBetter(a: LaidAisle, b: LaidAisle, isFirst: boolean): boolean {
  if (a.kind === "one-way" && b.kind === "two-way") return false;
  // a square row on a two-way aisle makes up for the angled ones that it leaves out
  const rows = a.rows[0] === b.rows[0] && a.kind !== b.kind ? b.rows.slice(0, 1) : b.rows;
  if (a.width > b.width || !rows.every((row) => a.rows.includes(row))) return false;
  return a.width < b.width || a.kind !== b.kind || a.rows.length > rows.length || isFirst;
}
