import type { Kernel } from "../kernel.ts";
import { areaOf, flat, type Point } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf, isCompound, type Site } from "../model/site.ts";
import { parkingTable } from "../rules/table.ts";
import { goalOf, plantingLimit } from "./compound/goal.ts";
import type { Draft, Problem } from "./draft.ts";
import { balanceAsked } from "./green/balance.ts";
import { hazardRings } from "./green/planting.ts";
import { greenBalance, greens } from "./greens.ts";
import { groundOf } from "./ground/ground.ts";
import { isHome } from "./ground/hazards.ts";
import { ruleNumber } from "./limits.ts";
import { stripe } from "./open/stripe.ts";
import { Hazard } from "./plane/hazard.ts";
import { distanceTo } from "./plane/outline.ts";
import { areasOf, intersect, outlineOf, regionArea, regionOf, regionOfRings, subtract } from "./plane/region.ts";
import { prunedTo } from "./rows/pruned.ts";
import { groundOfWay, wayInFrom } from "./rows/waysIn.ts";
import type { Search } from "./search.ts";

/** A balance is held when it misses by less than this, square metres. */
const BALANCED = 0.005;

/** Times that the green that may be taken is reduced to what could be planted again. */
const MOST_CUTS = 6;

/** A compound of which no road is mapped: people live there, and there is green that may be converted. */
export function isRoadless(site: Site): boolean {
  return (
    !isCompound(site) &&
    featuresOf(site, "building").some(({ properties }) => isHome(properties.use)) &&
    featuresOf(site, "green").some(({ properties }) => properties.convertible)
  );
}

/** Stalls up to which the rulebook counts the entrances of a car park, by key. */
const ENTRANCES: readonly (readonly [key: string, upTo: number])[] = [
  ["lot.entrances_by_count.50", 50],
  ["lot.entrances_by_count.300", 300],
  ["lot.entrances_by_count.500", 500],
  ["lot.entrances_by_count.more", Infinity],
];

/** As many stalls as the gates for cars are enough for. */
function servedBy({ site, rules }: Problem): number {
  const gates = featuresOf(site, "gate").filter(({ properties }) => properties.modes.includes("car")).length;
  const enough = ENTRANCES.filter(([key]) => (ruleNumber(rules, key) ?? 0) <= gates);
  return Math.max(0, ...enough.map(([, upTo]) => upTo));
}

/**
 * A compound without mapped roads: the whole of its free ground, convertible green included, is striped like an open lot,
 * and of the tree of aisles that this gives as much is kept, from the gates on, as the green allows.
 */
export function roadless(draft: Draft, kernel: Kernel): Search {
  const { problem } = draft;
  const { site, scenario } = problem;
  const table = parkingTable(problem.rules, scenario.layout);
  const ground = groundOf(problem).openTo([]);
  const width = table.aisle(90, "two-way") ?? 0;
  const ways = new Map(
    featuresOf(site, "gate")
      .filter(({ properties }) => properties.modes.includes("car"))
      .map((gate) => [gate.id, wayInFrom(site, gate, width, ground)]),
  );
  const driveways = [...ways.values()].flatMap((way) => (way === null ? [] : [way.driveway]));
  const open: Site = {
    ...site,
    features: site.features.flatMap((feature) => {
      if (feature.kind === "green" && feature.properties.convertible) return [];
      const way = feature.kind === "gate" ? (ways.get(feature.id) ?? null) : null;
      return [way === null || feature.kind !== "gate" ? feature : { ...feature, shape: way.line }];
    }),
  };
  const layout = { ...scenario.layout, parkingAngles: scenario.layout.parkingAngles.filter((angle) => angle === 90) };
  // as many as there could be, so that there is something to choose from
  const demand = { ...scenario.demand, newStalls: { target: "max" as const, min: 0, max: null } };
  const striped = (on: Site): Search =>
    stripe({ ...draft, problem: { ...problem, site: on, scenario: { ...scenario, layout, demand } } }, kernel);
  const goal = goalOf(draft);
  const green = outlineOf(
    regionOf(featuresOf(site, "green").flatMap(({ shape, properties }) => (properties.convertible ? [shape] : []))),
  );
  const gates = featuresOf(open, "gate")
    .filter(({ properties }) => properties.modes.includes("car"))
    .map(({ shape }): readonly [Point, Point] => {
      const last = shape.length - 2;
      return [
        [shape[0], shape[1]],
        [shape[last], shape[last + 1]],
      ];
    });
  const middles = gates.map(([a, b]): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
  const paved = [...ways.values()].reduce((sum, way) => sum + (way === null ? 0 : groundOfWay(way)), 0);
  const limit = Math.max(0, Math.min(goal.greenLimit, plantingLimit(draft)) - paved);
  // the best for the whole site may begin with a long way: where little may be taken the ground by the gates is tried alone
  const near = partBy(open, middles, limit * NEARBY);
  const searches = [striped(open), ...(near === null ? [] : [striped(near)])];
  const version = () => searches.reduce((sum, search) => sum + search.version, 0);
  let settled: { version: number; draft: Draft } | null = null;

  const most = Math.min(goal.most, servedBy(problem));
  const behindGates = regionOfRings(
    groundOf(problem).hazards.flatMap((item) => (item.bit === Hazard.Gate ? hazardRings(item) : [])),
  );

  /** What of a layout the green allows, planted again where that is asked. */
  const grown = (layout: Draft): Draft => {
    const features = layout.features.filter(
      (feature) => feature.kind !== "stall" || regionArea(intersect(regionOf([feature.shape]), behindGates)) < BALANCED,
    );
    let greenLimit = limit;
    let made = draft;
    for (let cut = 0; cut < MOST_CUTS; cut++) {
      const kept = prunedTo(features, { gates, greenLimit, green, most });
      const led = kept.length === 0 ? [] : driveways;
      made = greens({ ...draft, features: [...draft.features, ...led, ...kept] });
      const { lost, planted } = greenBalance(made);
      const missing = lost + balanceAsked(problem) - planted;
      if (missing <= BALANCED) break;
      greenLimit = Math.max(0, Math.min(greenLimit, lost) - missing);
    }
    return made;
  };

  const best = (): Draft => {
    if (settled?.version === version()) return settled.draft;
    const drafts = searches.map((search) => grown(search.best()));
    const made = drafts.reduce((most, other) => (stallsOf(other) > stallsOf(most) ? other : most));
    const got = stallsOf(made);
    const wanted = Math.max(goal.target ?? 0, scenario.demand.newStalls.min);
    const unmet =
      got >= wanted
        ? []
        : [
            {
              demand: "newStalls.target",
              wanted,
              got,
              binding: got === most ? "lot.entrances_by_count" : "green.balance_min",
              price: null,
            },
          ];
    settled = { version: version(), draft: { ...made, unmet: [...draft.unmet, ...unmet] } };
    return settled.draft;
  };

  return {
    get steps() {
      return searches[0].steps;
    },
    plannedSteps: searches[0].plannedSteps,
    get version() {
      return version();
    },
    advance(steps) {
      const more = searches.map((search) => search.advance(steps));
      return more.includes(true);
    },
    best,
  };
}

function stallsOf({ features }: Draft): number {
  return planFeaturesOf(features, "stall").filter(({ properties }) => properties.status === "new").length;
}

/** Ground around the gates is taken to this multiple of the green that may go: aisles do not use every corner. */
const NEARBY = 2.5;

/** Halvings of the distance from the gates. */
const HALVINGS = 12;

/** The part of a site around its gates that has so much ground without buildings, square metres; null where that is about all there is. */
function partBy(site: Site, gates: readonly Point[], wanted: number): Site | null {
  const buildings = regionOf(featuresOf(site, "building").map(({ shape }) => shape));
  const whole = regionOf([site.boundary]);
  const free = subtract(whole, buildings);
  if (gates.length === 0 || wanted <= 0 || regionArea(free) < 1.5 * wanted) return null;
  const around = (half: number) =>
    regionOfRings(
      gates.map(([x, y]) =>
        flat([
          [x - half, y - half],
          [x + half, y - half],
          [x + half, y + half],
          [x - half, y + half],
        ]),
      ),
    );
  let [low, high] = [0, Math.sqrt(wanted) * 8];
  for (let i = 0; i < HALVINGS; i++) {
    const half = (low + high) / 2;
    if (regionArea(intersect(free, around(half))) < wanted) low = half;
    else high = half;
  }
  const parts = areasOf(intersect(whole, around(high)), 1).filter((part) =>
    gates.some((gate) => distanceTo(gate, [part.shell]) < AT_GATE),
  );
  const [boundary] = parts.sort((a, b) => areaOf(b) - areaOf(a));
  return boundary === undefined ? null : { ...site, boundary };
}

/** A gate is part of the ground that it touches within this, metres. */
const AT_GATE = 1;
