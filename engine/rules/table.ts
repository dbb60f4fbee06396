import type { Rules } from "../model/rules.ts";
import type { AisleKind, Layout, ParkingAngle, StallSize } from "../model/scenario.ts";
import { hasRule, numberOf } from "./load.ts";

/** Stall sizes and the aisles they need: the layout's where it says so, the rulebook's otherwise. Metres. */
export interface ParkingTable {
  stall(angle: ParkingAngle): StallSize;
  /** Clear aisle width; null: the rules know no such aisle. */
  aisle(angle: ParkingAngle, kind: AisleKind): number | null;
}

export function parkingTable(rules: Rules, layout: Layout): ParkingTable {
  return {
    stall(angle) {
      const given = layout.stall?.[angle];
      if (given !== undefined) return given;
      const key = `parking.${angle}`;
      return { width: numberOf(rules, `${key}.width`), length: numberOf(rules, `${key}.length`) };
    },
    aisle(angle, kind) {
      const given = layout.aisleWidth?.[angle]?.[kind];
      if (given !== undefined) return given;
      const key = `parking.${angle}.aisle.${kind === "one-way" ? "one_way" : "two_way"}`;
      return hasRule(rules, key) ? numberOf(rules, key) : null;
    },
  };
}
