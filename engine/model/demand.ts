/** Degrees; only in files and tables. */
export type ParkingAngle = 90 | 60 | 45 | 30 | 0;

export const PARKING_ANGLES: readonly ParkingAngle[] = [90, 60, 45, 30, 0];

export type AisleKind = "two-way" | "one-way";

export const AISLE_KINDS: readonly AisleKind[] = ["two-way", "one-way"];

export interface StallSize {
  /** Across the vehicle, metres. */
  readonly width: number;
  /** Along the vehicle, metres. */
  readonly length: number;
}

/** What is wanted. FORMAT.md section 3; null means not asked for unless said. */
export interface Demand {
  readonly newStalls: { readonly target: number | "max"; readonly min: number; readonly max: number | null };
  readonly existingStalls: "keep" | "free";
  /** null: what the profile asks. */
  readonly accessibleStalls: { readonly min: number } | null;
  /** Share of total stalls, rounded up. */
  readonly chargingStalls: { readonly share: number } | null;
  readonly ebikeChargers: { readonly count: number; readonly where: "frontage" | "leftover" | "shed" } | null;
  readonly ebikeSlots: { readonly min: number; readonly where: "frontage" | "leftover" | "shed" } | null;
  readonly shed: "keep" | "rebuild" | null;
  /** Columns null: as many as the households need. */
  readonly lockers: readonly { readonly columns: number | null; readonly near: "gate" }[];
  /** Square metres of new planting; null: as much as fits. */
  readonly newGreen: { readonly max: number | null; readonly wallGreen: boolean; readonly pergola: boolean };
  readonly treesMoved: { readonly max: number };
  /** Cure what of today's faults can be cured by paving so many square metres in all; absent: nothing. */
  readonly repairs?: { readonly within: number } | undefined;
}

export interface Layout {
  readonly parkingAngles: readonly ParkingAngle[];
  readonly aisles: readonly AisleKind[];
  /** Metres by angle and aisle kind, over the rulebook's table. */
  readonly aisleWidth: Readonly<Partial<Record<ParkingAngle, Readonly<Partial<Record<AisleKind, number>>>>>> | null;
  /** By angle, over the rulebook's table. */
  readonly stall: Readonly<Partial<Record<ParkingAngle, StallSize>>> | null;
}
