import { type Area, flat, type Point, pointsOf } from "./geometry.ts";
import type { PlanFeature } from "./plan.ts";
import { featuresOf, type Site } from "./site.ts";

/** The site as a plan that changes nothing: its marked stalls and its green. */
export function today(site: Site): PlanFeature[] {
  const stalls = featuresOf(site, "stall").map(({ id, shape, properties }): PlanFeature => {
    const corners = pointsOf(shape.shell);
    const turned = corners.map((_, i) => corners[(i + properties.mouth) % 4]);
    const [a, b, c] = turned;
    const [across, along] = [span(a, b), span(b, c)];
    return {
      kind: "stall",
      id,
      shape: { shell: flat(turned), holes: [] },
      properties: {
        type: properties.type,
        status: "existing",
        // a stall whose mouth is its long side stands along the road
        parkingAngle: across > along ? 0 : 90,
        width: round(Math.min(across, along)),
        length: round(Math.max(across, along)),
        aisle: nearestRoad(site, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]),
      },
    };
  });
  const greens = featuresOf(site, "green").map(
    ({ id, shape }): PlanFeature => ({ kind: "green", id, shape, properties: { status: "existing" } }),
  );
  return [...stalls, ...greens];
}

/** Id of the road nearest to a position; empty where there is none. */
function nearestRoad(site: Site, at: Point): string {
  let best = { id: "", distance: Infinity };
  for (const { id, shape } of featuresOf(site, "road")) {
    const distance = distanceTo(shape, at);
    if (distance < best.distance) best = { id, distance };
  }
  return best.id;
}

function distanceTo({ shell, holes }: Area, [x, y]: Point): number {
  let least = Infinity;
  let inside = false;
  for (const ring of [shell, ...holes]) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [ax, ay, bx, by] = [ring[j], ring[j + 1], ring[i], ring[i + 1]];
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
      least = Math.min(least, (x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2);
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside ? 0 : Math.sqrt(least);
}

function span(a: Point, b: Point): number {
  return Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2);
}

function round(value: number): number {
  return Math.round(value * 10000) / 10000;
}
