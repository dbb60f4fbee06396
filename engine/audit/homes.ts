import type { Area, Line } from "../model/geometry.ts";
import { featuresOf, type Site } from "../model/site.ts";
import { edgesApart, outlineOf } from "./outline.ts";

/** Where people live on the ground floor: a drawn window, or the whole wall of a building without any drawn. */
export interface Home {
  /** The window's own id, or the building's. */
  readonly id: string;
  readonly building: string | null;
  readonly edges: Float64Array;
  readonly isWindow: boolean;
}

/** Each drawn ground-floor window, and each residential building that has none drawn. */
export function homesOf(site: Site): Home[] {
  const windows = featuresOf(site, "window").filter((window) => (window.properties.storey ?? 1) <= 1);
  const drawn = new Set(windows.map((window) => window.properties.building));
  const blind = featuresOf(site, "building").filter(
    (building) => (building.properties.use ?? "residential") === "residential" && !drawn.has(building.id),
  );
  return [
    ...windows.map(({ id, shape, properties }) => ({
      id,
      building: properties.building ?? null,
      edges: edgesOfLine(shape),
      isWindow: true,
    })),
    ...blind.map(({ id, shape }) => ({ id, building: id, edges: outlineOf(shape).edges, isWindow: false })),
  ];
}

/** The nearest of several areas to each home, and how far it is, metres; Infinity where there is no area. */
export function nearestTo(
  homes: readonly Home[],
  areas: readonly { readonly id: string; readonly shape: Area }[],
): { home: Home; id: string; distance: number }[] {
  const outlines = areas.map(({ id, shape }) => ({ id, edges: outlineOf(shape).edges }));
  return homes.map((home) => {
    let best = { home, id: "", distance: Infinity };
    for (const { id, edges } of outlines) {
      const distance = edgesApart(home.edges, edges);
      if (distance < best.distance) best = { home, id, distance };
    }
    return best;
  });
}

function edgesOfLine(line: Line): Float64Array {
  const out = new Float64Array(Math.max(0, (line.length / 2 - 1) * 4));
  for (let i = 0; i + 3 < line.length; i += 2) out.set(line.subarray(i, i + 4), i * 2);
  return out;
}
