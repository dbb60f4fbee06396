import type { AisleKind, Layout, ParkingAngle, StallSize } from "../model/demand.ts";
import type { Rules } from "../model/rules.ts";
import { hasRule, numberOf } from "./load.ts";

/** Stall sizes and the aisles they need: the layout's where it says so, the rulebook's otherwise. Metres. Each is looked up once. */
export interface ParkingTable {
  stall(angle: ParkingAngle): StallSize;
  /** Clear aisle width; null: the rules know no such aisle. */
  aisle(angle: ParkingAngle, kind: AisleKind): number | null;
}

export function parkingTable(rules: Rules, layout: Layout): ParkingTable {
  const stalls = new Map<ParkingAngle, StallSize>();
  const aisles = new Map<AisleKind, Map<ParkingAngle, number | null>>();
  const stall = (angle: ParkingAngle): StallSize => {
    const known = stalls.get(angle);
    if (known !== undefined) return known;
    const key = `parking.${angle}`;
    const made = layout.stall?.[angle] ?? {
      width: numberOf(rules, `${key}.width`),
      length: numberOf(rules, `${key}.length`),
    };
    stalls.set(angle, made);
    return made;
  };
  const findAisle = (angle: ParkingAngle, kind: AisleKind): number | null => {
    const given = layout.aisleWidth?.[angle]?.[kind];
    if (given !== undefined) return given;
    const key = `parking.${angle}.aisle.${kind === "one-way" ? "one_way" : "two_way"}`;
    if (!hasRule(rules, key)) return null;
    return Math.max(numberOf(rules, key), forNarrower(rules, angle, stall(angle).width));
  };
  const aisle = (angle: ParkingAngle, kind: AisleKind): number | null => {
    const ofKind = aisles.get(kind) ?? new Map<ParkingAngle, number | null>();
    aisles.set(kind, ofKind);
    const known = ofKind.get(angle);
    if (known !== undefined) return known;
    const made = findAisle(angle, kind);
    ofKind.set(angle, made);
    return made;
  };
  return { stall, aisle };
}

/** An aisle that stalls of less width than the usual ask for. Metres. */
export interface NarrowerStall {
  readonly rule: string;
  readonly width: number;
  readonly aisle: number;
}

/** The aisles that narrower stalls ask for, the narrowest first: `parking.90.aisle.at_width_2_30` is that of 2.30 m. */
export function narrowerStalls({ rules }: Rules, angle: ParkingAngle): readonly NarrowerStall[] {
  const byAngle = narrower.get(rules) ?? new Map<ParkingAngle, readonly NarrowerStall[]>();
  narrower.set(rules, byAngle);
  const made = byAngle.get(angle) ?? findNarrower(rules, angle);
  byAngle.set(angle, made);
  return made;
}

const narrower = new WeakMap<Rules["rules"], Map<ParkingAngle, readonly NarrowerStall[]>>();

function findNarrower(rules: Rules["rules"], angle: ParkingAngle): NarrowerStall[] {
  const prefix = `parking.${angle}.aisle.at_width_`;
  return [...rules.values()]
    .flatMap(({ key: rule, value: aisle }) =>
      rule.startsWith(prefix) && typeof aisle === "number"
        ? [{ rule, aisle, width: Number(rule.slice(prefix.length).replace("_", ".")) }]
        : [],
    )
    .sort((a, b) => a.width - b.width);
}

/** Straight on through the two narrowest widths that the code names, as it says to interpolate; 0 where it names none. */
function forNarrower(rules: Rules, angle: ParkingAngle, width: number): number {
  const [a, b] = narrowerStalls(rules, angle);
  if (a === undefined || b === undefined) return 0;
  const wide = a.aisle + ((width - a.width) / (b.width - a.width)) * (b.aisle - a.aisle);
  return Math.round(wide * 1e4) / 1e4;
}
