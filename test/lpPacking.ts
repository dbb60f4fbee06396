import type { Program, Row } from "../engine/lp/program.ts";
import { seeded } from "./lpPrograms.ts";

/** Where a stall could stand on a grid, in cells, and what it is worth. */
export type Rectangle = readonly [x: number, y: number, width: number, height: number, worth: number];

/** A program that javascript-lp-solver gets wrong, as `lpHunt.ts` writes it. */
export interface Fault {
  readonly made: { readonly seed: number; readonly side: number };
  /** `linear`: with fractions allowed. */
  readonly kind: "linear" | "whole";
  readonly optimum: number;
  /** What the solver said, and how long it took on the machine where it was found. */
  readonly raw: { readonly feasible: boolean; readonly value: number; readonly seconds: number };
  readonly places: readonly Rectangle[];
}

/** Every place for a stall of one size, upright and lying, on a yard with some blocks in it; a share of the places is left out, and worths are equal, whole or broken. `side`: of the yard, cells. */
export function rectangles(seed: number, side: number): Rectangle[] {
  const random = seeded(seed);
  const whole = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const [across, deep] = [side + whole(0, 3), side + whole(-3, 3)];
  const width = whole(1, 3);
  const length = width + whole(1, 3);
  const blocks = Array.from({ length: whole(0, 4) }, (): Rectangle => {
    return [whole(0, across - 1), whole(0, deep - 1), whole(1, 4), whole(1, 4), 0];
  });
  const kept = [1, 0.8, 0.6, 0.4][whole(0, 3)];
  const style = whole(0, 3);
  const worth = () => [1, whole(1, 4), whole(50, 1050) / 100, 1 + whole(0, 10) / 100][style];
  const places: Rectangle[] = [];
  for (const [w, h] of [
    [width, length],
    [length, width],
  ]) {
    for (let x = 0; x + w <= across; x++) {
      for (let y = 0; y + h <= deep; y++) {
        const place: Rectangle = [x, y, w, h, worth()];
        if (random() < kept && !blocks.some((block) => overlap(block, place))) places.push(place);
      }
    }
  }
  return places;
}

function overlap([ax, ay, aw, ah]: Rectangle, [bx, by, bw, bh]: Rectangle): boolean {
  return ax < bx + bw && bx < ax + aw && ay < by + bh && by < ay + ah;
}

/** The most worth without two rectangles on one cell. */
export function packing(name: string, places: readonly Rectangle[]): Program {
  const cells = new Map<string, [string, number][]>();
  for (const [j, [x, y, width, height]] of places.entries()) {
    for (let i = x; i < x + width; i++) {
      for (let k = y; k < y + height; k++) {
        const cell = `cell ${i} ${k}`;
        const terms = cells.get(cell) ?? [];
        terms.push([`stall ${j}`, 1]);
        cells.set(cell, terms);
      }
    }
  }
  return {
    name,
    direction: "max",
    columns: places.map(([, , , , cost], j) => ({ name: `stall ${j}`, kind: "integer", lower: 0, upper: 1, cost })),
    rows: [...cells]
      .filter(([, terms]) => terms.length > 1)
      .map(([cell, terms]): Row => ({ name: cell, sense: "<=", bound: 1, terms })),
  };
}
