import { expect, test } from "vitest";
import { randomSite } from "../bench/randomSite.ts";
import { readSite } from "../engine/index.ts";
import type { Ring } from "../engine/model/geometry.ts";
import { clipped } from "../engine/stages/open/coverable.ts";
import { areaOfRings, UNITS } from "../engine/stages/open/envelope.ts";
import { carGates } from "../engine/stages/open/gates.ts";
import { isRoomy } from "../engine/stages/open/roomy.ts";

const AISLE = 6;
const SIZES = {
  narrowest: 2.5,
  aisle: AISLE,
  widest: AISLE,
  reach: Math.sqrt((AISLE / 2 + 5) ** 2 + (AISLE / 2) ** 2),
};

/** A ring in kernel units from a list in metres. */
function ringOf(...metres: number[]): Ring {
  return Float64Array.from(metres, (value) => Math.round(value * UNITS));
}

/** Ground with one gate 6 m wide in the middle of its first side. */
function isWide(ring: Ring): boolean {
  const [ax, ay, bx, by] = ring;
  const length = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
  const gate = {
    id: "gate",
    x: (ax + bx) / 2,
    y: (ay + by) / 2,
    width: 6 * UNITS,
    inX: -(by - ay) / length,
    inY: (bx - ax) / length,
    direction: "both" as const,
    neck: 0,
    straight: { before: 0, after: 0 },
  };
  return isRoomy([ring], [gate], AISLE * UNITS);
}

test("ground that is roomy at sight loses nothing to clipping", () => {
  let roomy = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const site = siteOf(randomSite(seed).text);
    if (site === null) continue;
    const rings = [site.boundary.shell, ...site.boundary.holes].map((ring) =>
      ring.map((value) => Math.round(value * UNITS)),
    );
    const gates = carGates(site, rings, [0, 0]);
    if (!isRoomy(rings, gates, AISLE * UNITS)) continue;
    roomy++;
    const left = clipped(rings, gates, SIZES);
    expect(areaOfRings(left.rings), `seed ${seed}`).toBeCloseTo(areaOfRings(rings), 3);
    expect(left.gates).toEqual(gates);
  }
  expect(roomy).toBeGreaterThan(40);
});

test("a waist, a strip, a sharp corner and a gate that a disc does not get in by are told", () => {
  expect(isWide(ringOf(0, 0, 40, 0, 40, 20, 0, 20))).toBe(true);
  expect(isWide(ringOf(0, 0, 20, 0, 20, 30, 60, 30, 60, 50, 0, 50))).toBe(true);
  // 5 m wide between two halls
  expect(isWide(ringOf(0, 0, 20, 0, 20, 10, 40, 10, 40, 0, 60, 0, 60, 40, 40, 40, 40, 15, 20, 15, 20, 40, 0, 40))).toBe(
    false,
  );
  expect(isWide(ringOf(0, 0, 40, 0, 40, 5.9, 0, 5.9))).toBe(false);
  expect(isWide(ringOf(0, 0, 60, 0, 0, 25))).toBe(false);
  // its gate is in an alcove 4 m wide
  expect(isWide(ringOf(18, -12, 22, -12, 22, 0, 40, 0, 40, 20, 0, 20, 0, 0, 18, 0))).toBe(false);
});

function siteOf(text: string): ReturnType<typeof readSite> | null {
  try {
    return readSite(text, "random");
  } catch {
    // some random sites are refused, which other tests are about
    return null;
  }
}
