import { areaOf, flat, type Point, type Ring } from "../../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../../model/plan.ts";
import type { Rules } from "../../model/rules.ts";
import { featuresOf } from "../../model/site.ts";
import type { Draft, Problem } from "../draft.ts";
import { blockedSpans, viewFrom } from "../ground/frontages.ts";
import { indexHazards } from "../ground/hazards.ts";
import { ruleNumber } from "../limits.ts";
import { area, disc, Hazard, type HazardItem } from "../plane/hazard.ts";
import { edgesOf, snapped } from "../plane/outline.ts";
import { areasOf, intersect, opened, type Region, regionArea, regionOf, subtract, union } from "../plane/region.ts";
import type { Edge } from "../plane/section.ts";
import { fromEdge, merged, type Span } from "../plane/section.ts";

// green that stands upright or overhead, where the ground holds no more: walls first, then pergolas (7.2.1)

/** Climbers on a support count as this high from the day they are planted, metres. 沪绿容〔2023〕249号 7.3.4. */
const GROWN = 2;

/** The planting strip at a wall's foot, metres: nothing else stands or drives there. Practice. */
const FOOT = 0.3;

/** No stretch of wall shorter than this is greened, metres. */
const LEAST_STRETCH = 1;

/** Clear height under a pergola over stalls, metres: a van of 2.2 m and a hand's breadth, and no less than most carports. */
const PERGOLA_HEIGHT = 2.5;

/** No pergola narrower or smaller than this, metres and square metres. */
const PERGOLA_WIDTH = 2;
const LEAST_PERGOLA = 8;

/** Kept between a pergola and the ground that is driven on, metres: its posts. */
const OFF_DRIVEN = 0.2;

/** Kinds that leave no room for a planting strip where they stand. */
const TAKES_FOOT: ReadonlySet<PlanFeature["kind"]> = new Set<PlanFeature["kind"]>([
  "stall",
  "accessAisle",
  "aisle",
  "driveway",
  "turnaround",
  "fireLane",
  "locker",
  "lockerPad",
  "ebikeSlot",
  "bikeAisle",
  "shed",
]);

/** What a square metre of face or roof counts for; 0 where the profile gives no credit. */
function share(rules: Rules): number {
  return ruleNumber(rules, "green.credit_vertical_roof_pergola") ?? 0;
}

interface Stretch {
  readonly edge: Edge;
  readonly span: Span;
  readonly height: number;
}

/** Stretches of greenable wall with a free foot, longest first. */
function stretchesOf(draft: Draft): Stretch[] {
  const { site } = draft.problem;
  const hazards = indexHazards(footHazards(draft));
  const out: Stretch[] = [];
  for (const wall of featuresOf(site, "wall")) {
    if (!wall.properties.greenable) continue;
    for (const edge of edgesOf(wall.shape, "left")) {
      const blocked = merged(blockedSpans(edge, viewFrom(edge, hazards, -FOOT, FOOT), -FOOT, FOOT, ~0));
      let from = 0;
      for (const [low, high] of [...blocked, [edge.length, edge.length] as const]) {
        const to = Math.min(low, edge.length);
        if (to - from >= LEAST_STRETCH) {
          out.push({ edge, span: [from, to], height: Math.min(wall.properties.height, GROWN) });
        }
        from = Math.max(from, high);
      }
    }
  }
  return out.sort((a, b) => b.span[1] - b.span[0] - (a.span[1] - a.span[0]));
}

/** Everything that leaves no room at a wall's foot. */
function footHazards(draft: Draft): HazardItem[] {
  const { site } = draft.problem;
  const today = (["building", "obstruction", "shed", "stall", "road", "activity", "reserve"] as const).flatMap((kind) =>
    featuresOf(site, kind).map((feature) => area(Hazard.Building, feature.shape)),
  );
  const placed = draft.features.flatMap((feature) =>
    TAKES_FOOT.has(feature.kind) ? [area(Hazard.Placed, feature.shape as PlanFeature<"stall">["shape"])] : [],
  );
  // what climbs beside an opening hides it
  const gates = featuresOf(site, "gate").flatMap(({ shape }) => {
    const [ax, ay, bx, by] = [shape[0], shape[1], shape[shape.length - 2], shape[shape.length - 1]];
    const width = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
    return [disc(Hazard.Gate, [(ax + bx) / 2, (ay + by) / 2], width / 2 + FOOT)];
  });
  return [...today, ...placed, ...gates];
}

/** Square metres that climbers on walls could be credited with beside what a draft has placed. */
export function wallCredit(draft: Draft): number {
  if (!draft.problem.scenario.demand.newGreen.wallGreen) return 0;
  const credit = share(draft.problem.rules);
  return stretchesOf(draft).reduce((sum, { span, height }) => sum + (span[1] - span[0]) * height * credit, 0);
}

/** Climbers worth `need` square metres of green, on as few walls as will do, the last cut to length; less where walls end. */
export function wallGreens(draft: Draft, need: number): PlanFeature<"wallGreen">[] {
  const credit = share(draft.problem.rules);
  const out: PlanFeature<"wallGreen">[] = [];
  let left = need;
  if (credit === 0 || !draft.problem.scenario.demand.newGreen.wallGreen) return out;
  for (const { edge, span, height } of stretchesOf(draft)) {
    if (left <= 0) break;
    // whole centimetres, up: what is asked for is reached
    const asked = Math.ceil((left / (height * credit)) * 100) / 100;
    const length = Math.min(span[1] - span[0], Math.max(LEAST_STRETCH, asked));
    const counted = length * height * credit;
    out.push({
      kind: "wallGreen",
      id: `wallGreen-${out.length + 1}`,
      shape: snapped([fromEdge(edge.frame, span[0], 0), fromEdge(edge.frame, span[0] + length, 0)]),
      properties: { height, counted: Math.round(counted * 100) / 100 },
    });
    left -= counted;
  }
  return out;
}

/** Roofs of rows of new stalls that stand beside their road, and off trees. */
function roofsOf(draft: Draft): Region {
  const { site } = draft.problem;
  const stalls = planFeaturesOf(draft.features, "stall").filter(({ properties }) => properties.status === "new");
  const driven = [
    ...featuresOf(site, "road").map((road) => road.shape),
    ...planFeaturesOf(draft.features, "aisle").map((aisle) => aisle.shape),
    ...planFeaturesOf(draft.features, "driveway").map((driveway) => driveway.shape),
    ...featuresOf(site, "fireLane").map((lane) => lane.shape),
    ...featuresOf(site, "aerialSite").map((aerial) => aerial.shape),
  ];
  const crowns = featuresOf(site, "tree").map((tree) => square(tree.shape, tree.properties.crownRadius));
  const covers = featuresOf(site, "utility").flatMap(({ shape }) =>
    shape.type === "Point" ? [square(shape.at, 1)] : shape.type === "Polygon" ? [shape.area.shell] : [],
  );
  const roofs = stalls.map(({ shape }) => {
    const [x0, y0, x1, y1, x2, y2, x3, y3] = shape.shell;
    // the mouth stays open to the sky by a post's width
    const length = Math.sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2);
    const t = OFF_DRIVEN / length;
    return flat([
      [x0 + t * (x3 - x0), y0 + t * (y3 - y0)],
      [x1 + t * (x2 - x1), y1 + t * (y2 - y1)],
      [x2, y2],
      [x3, y3],
    ]);
  });
  const whole = union(...roofs.map((roof) => regionOf([{ shell: roof, holes: [] }])));
  const off = regionOf(driven);
  const rest = subtract(whole, off, ...[...crowns, ...covers].map((ring) => regionOf([{ shell: ring, holes: [] }])));
  return opened(rest, PERGOLA_WIDTH);
}

function square([x, y]: Point, r: number): Ring {
  return flat([
    [x - r, y - r],
    [x + r, y - r],
    [x + r, y + r],
    [x - r, y + r],
  ]);
}

/** What a square metre of pergola counts for; 0 where the scenario wants none. */
export function pergolaShare({ scenario, rules }: Problem): number {
  return scenario.demand.newGreen.pergola ? share(rules) : 0;
}

/** Square metres that pergolas over the new stalls of a draft could be credited with. */
export function pergolaCredit(draft: Draft): number {
  const credit = pergolaShare(draft.problem);
  if (credit === 0) return 0;
  return credit * areasOf(roofsOf(draft), LEAST_PERGOLA).reduce((sum, roof) => sum + areaOf(roof), 0);
}

/** Pergolas over whole rows of new stalls, worth at least `need` square metres of green where there are as many. */
export function pergolas(draft: Draft, need: number): PlanFeature<"pergola">[] {
  const credit = share(draft.problem.rules);
  const out: PlanFeature<"pergola">[] = [];
  if (credit === 0 || need <= 0 || !draft.problem.scenario.demand.newGreen.pergola) return out;
  const roofs = areasOf(roofsOf(draft), LEAST_PERGOLA);
  const kept = regionOf(
    featuresOf(draft.problem.site, "green")
      .filter(({ properties }) => !properties.convertible)
      .map((green) => green.shape),
  );
  let left = need;
  for (const shape of roofs.sort((a, b) => areaOf(b) - areaOf(a))) {
    if (left <= 0) break;
    // nothing counts above green that is there
    if (regionArea(intersect(regionOf([shape]), kept)) > 0.01) continue;
    const counted = areaOf(shape) * credit;
    out.push({
      kind: "pergola",
      id: `pergola-${out.length + 1}`,
      shape,
      properties: { height: PERGOLA_HEIGHT, counted: Math.round(counted * 100) / 100 },
    });
    left -= counted;
  }
  return out;
}
