import { endsToday } from "./audit/deadEnds.ts";
import { drive } from "./audit/drive/driven.ts";
import { outlineOf } from "./audit/outline.ts";
import { blockedBy, type Remedy, remedyOf } from "./audit/repairs/remedy.ts";
import { turningPlace } from "./audit/repairs/turning.ts";
import { widening } from "./audit/repairs/widen.ts";
import { metres, type Scene, sceneOf } from "./audit/scene.ts";
import { narrowest } from "./audit/width.ts";
import { type Area, areaOf, flat, type Point } from "./model/geometry.ts";
import type { PlanFeature } from "./model/plan.ts";
import { featuresOf, type Site, type SiteFeature } from "./model/site.ts";
import { today } from "./model/today.ts";
import { OVERLAP_TOLERANCE } from "./model/tolerance.ts";
import type { Choices } from "./stages/choices.ts";
import type { Draft, Problem } from "./stages/draft.ts";
import { lanesOf } from "./stages/fireLane.ts";
import { greens } from "./stages/greens.ts";
import { limitsOf, ruleNumber } from "./stages/limits.ts";
import { areasOf, EMPTY, grow, intersect, regionOf, regionOfRings, subtract } from "./stages/plane/region.ts";
import type { Standing } from "./stages/rows/standing.ts";
import type { Search } from "./stages/search.ts";

// what is wrong with today's lanes is repaired before anything is placed: the repairs are those that the audit names, so
// that this file, like `fire.ts`, stands where stages and auditor meet

/** Ground around the engine's body that is paved with it, metres: a cell of the ground it is driven over. */
const BESIDE = 0.2;

/** Pieces smaller than this are seams of the drawing, square metres. */
const SEAM = 0.01;

/** A repair, and the road that it makes wider; null where it is another one. */
interface Repair {
  readonly remedy: Remedy;
  readonly road: string | null;
}

/** A search on a site whose faults are repaired, and the way back to the site as it is. */
export interface Mending {
  /** What the search starts with: the mended site, and the repairs as features. */
  readonly start: Pick<Draft, "problem" | "features">;
  back(search: Search): Search;
}

/** The repairs that a scenario asks for; null where it asks for none or none has room. */
export function mendingOf(problem: Problem): Mending | null {
  const within = problem.scenario.demand.repairs?.within ?? 0;
  if (within === 0) return null;
  const chosen = chosenOf(repairsOf(problem), within);
  if (chosen.length === 0) return null;
  const { site } = problem;
  const mended = mendedSite(site, chosen);
  const features = featuresFor(chosen);
  const back = (draft: Draft): Draft => ({
    ...greens({ ...draft, problem: { ...problem, mended } }),
    ...(draft.fallbacks === undefined
      ? {}
      : { fallbacks: draft.fallbacks.map((features) => greens({ ...draft, problem, features }).features) }),
  });
  return {
    start: { problem: { ...problem, site: mended }, features },
    back: (search) => backFrom(search, back),
  };
}

/** The cheapest first, as many as the square metres are enough for. */
function chosenOf(repairs: readonly Repair[], within: number): Repair[] {
  let left = within;
  return [...repairs]
    .sort((a, b) => a.remedy.paved - b.remedy.paved)
    .filter(({ remedy }) => {
      if (remedy.paved > left + 1e-9) return false;
      left -= remedy.paved;
      return true;
    });
}

/** What would cure each fault of today's lanes that can be cured. */
function repairsOf({ site, rules, scenario }: Problem): Repair[] {
  const lanes = lanesOf(site, limitsOf(rules).laneWidth, () => EMPTY);
  const scene = sceneOf({ site, rules, scenario, features: [...today(site), ...lanes] });
  const out: Repair[] = [];
  const roads = featuresOf(site, "road");
  const { laneWidth } = limitsOf(rules);
  for (const road of roads) {
    // several where something stands on it
    const alone = { ...site, features: site.features.filter(({ kind, id }) => kind !== "road" || id === road.id) };
    for (const { shape } of lanesOf(alone, laneWidth, () => EMPTY)) {
      if (narrowest(shape).width >= laneWidth - OVERLAP_TOLERANCE) continue;
      const remedy = widening(scene, shape, laneWidth);
      if (remedy !== null) out.push({ remedy, road: road.id });
    }
  }
  const longest = ruleNumber(rules, "fire.dead_end.trigger");
  for (const end of longest === null ? [] : (endsToday(site, rules) ?? [])) {
    const remedy = longest !== null && end.length > longest + 0.5 ? turningPlace(scene, end, longest) : null;
    if (remedy !== null) out.push({ remedy, road: null });
  }
  for (const { lane, status, lack, wider, at } of drive(scene) ?? []) {
    if (status !== "as today" || lack === null || wider.length === 0) continue;
    const remedy = cornerCut(scene, lane, { bodies: wider, lack, at });
    if (remedy !== null) out.push({ remedy, road: null });
  }
  return out;
}

/** Where an engine stops, what it lacks there, and its bodies where it has so much more. */
interface Stop {
  readonly bodies: readonly Area[];
  readonly lack: number;
  readonly at: Point | null;
}

/**
 * The ground that an engine's body needs in a turn, off today's roads: of all that it swept on wider ground, the pieces
 * without which it does not get through. Null where something stands there, or where it does not get through with all.
 */
function cornerCut(scene: Scene, lane: string, { bodies, lack, at }: Stop): Remedy | null {
  const soft = regionOf(
    featuresOf(scene.site, "green").flatMap(({ shape, properties }) => (properties.convertible ? [shape] : [])),
  );
  const swept = intersect(regionOfRings(bodies.map(({ shell }) => shell)), soft);
  const kept = scene.roads.map(({ outline }) => outline.area);
  const all = areasOf(intersect(subtract(grow(swept, BESIDE), regionOf(kept)), soft), SEAM);
  if (all.length === 0 || !isDriven(scene, lane, all)) return null;
  // on wider ground it also strays where it need not: what lies near the corner comes first
  const near = NEAR_CORNER.map((radius) =>
    at === null ? [] : areasOf(intersect(regionOf(all), regionOf([disc(at, radius)])), SEAM),
  ).find((some) => some.length > 0 && isDriven(scene, lane, some));
  let areas = [...(near ?? all)].sort((a, b) => areaOf(b) - areaOf(a));
  for (const area of areas.slice(0, MOST_PIECES)) {
    const fewer = areas.filter((one) => one !== area);
    if (fewer.length > 0 && isDriven(scene, lane, fewer)) areas = fewer;
  }
  if (blockedBy(scene, areas) !== null) return null;
  return remedyOf(scene, { cures: "fire.engine", what: `cut this corner by ${metres(lack)}`, areas });
}

/** A corner is cut within the least of these that lets the engine through, metres from where it stops. */
const NEAR_CORNER = [4, 6, 9, 13, 18] as const;

/** Corners of a disc's ring, enough to be round to a few centimetres. */
const CORNERS = 32;

function disc([x, y]: Point, radius: number): Area {
  const ring = Array.from({ length: CORNERS }, (_, n): Point => {
    const turn = (2 * Math.PI * n) / CORNERS;
    // engines differ in the last digits of a sine
    const [c, s] = [Math.cos(turn), Math.sin(turn)].map((value) => Math.round(value * 1e6) / 1e6);
    return [x + radius * c, y + radius * s];
  });
  return { shell: flat(ring), holes: [] };
}

/** Of the pieces of a corner's cut, largest first, it is tried of as many whether the engine can do without. */
const MOST_PIECES = 6;

/** Whether the engine is driven to the end of a lane of today when some ground is paved. */
function isDriven({ site, rules, scenario, features }: Scene, lane: string, areas: readonly Area[]): boolean {
  const paved = areas.map(
    (area, n): PlanFeature => ({
      kind: "repair",
      id: `tried-${n + 1}`,
      shape: { type: "Polygon", area },
      properties: { what: "", cures: "fire.engine" },
    }),
  );
  const left = features.flatMap((feature): PlanFeature[] =>
    feature.kind === "green"
      ? areasOf(subtract(regionOf([feature.shape]), regionOf(areas)), SEAM).map((shape) => ({ ...feature, shape }))
      : [feature],
  );
  const driven = drive({ site, rules, scenario, features: [...left, ...paved] }) ?? [];
  return driven.some((one) => one.lane === lane && one.status === "driven");
}

/** Roads as wide as they will be; places to turn and corners that are cut as ground that stays clear; green less both. */
function mendedSite(site: Site, repairs: readonly Repair[]): Site {
  const wider = new Map(
    repairs.flatMap(({ road, remedy }) => (road !== null && remedy.lane ? [[road, remedy.lane]] : [])),
  );
  const paved = repairs.flatMap(({ remedy }) => remedy.areas);
  const clear = repairs.flatMap(({ road, remedy }) => {
    if (road !== null) return [];
    return remedy.turnaround === null ? remedy.areas : [remedy.turnaround];
  });
  const features = site.features.flatMap((feature): SiteFeature[] => {
    if (feature.kind === "road") {
      const shape = wider.get(feature.id);
      return [shape === undefined ? feature : { ...feature, shape }];
    }
    if (feature.kind !== "green" || !paved.some((area) => meets(area, feature.shape))) return [feature];
    const left = areasOf(subtract(regionOf([feature.shape]), regionOf(paved)), SEAM);
    return left.map((shape, n) => ({ ...feature, id: n === 0 ? feature.id : `${feature.id}-${n + 1}`, shape }));
  });
  const lanes = clear.map((shape, n): SiteFeature => ({ ...laneLike(site), id: `mended-${n + 1}`, shape }));
  return { ...site, features: [...features, ...lanes] };
}

function meets(a: Area, b: Area): boolean {
  const [p, q] = [outlineOf(a), outlineOf(b)];
  return p.minX < q.maxX && q.minX < p.maxX && p.minY < q.maxY && q.minY < p.maxY;
}

/** A lane of the site without a shape of its own. */
function laneLike(site: Site): SiteFeature<"fireLane"> {
  return { kind: "fireLane", id: "", shape: site.boundary, properties: {} } as SiteFeature<"fireLane">;
}

/** A repair a piece of ground, and the places to turn. */
function featuresFor(repairs: readonly Repair[]): PlanFeature[] {
  const pieces = repairs.flatMap(({ remedy: { areas, what, cures } }) => areas.map((area) => ({ area, what, cures })));
  const turnarounds = repairs.flatMap(({ remedy }) => remedy.turnaround ?? []);
  return [
    ...turnarounds.map(
      (shape, n): PlanFeature => ({
        kind: "turnaround",
        id: `turnaround-${n + 1}`,
        shape,
        properties: { shape: "square" },
      }),
    ),
    ...pieces
      .filter(({ area }) => areaOf(area) > SEAM)
      .map(
        ({ area, what, cures }, n): PlanFeature => ({
          kind: "repair",
          id: `repair-${n + 1}`,
          shape: { type: "Polygon", area },
          properties: { what, cures },
        }),
      ),
  ];
}

/** A search whose drafts are told on the site as it is; what is chosen or moved of it stands on the mended one. */
function backFrom(search: Search, back: (draft: Draft) => Draft): Search {
  let made: { of: Draft; draft: Draft } | null = null;
  return {
    get steps() {
      return search.steps;
    },
    plannedSteps: search.plannedSteps,
    get version() {
      return search.version;
    },
    advance: (count) => search.advance(count),
    best() {
      const of = search.best();
      if (made?.of !== of) made = { of, draft: back(of) };
      return made.draft;
    },
    choices: () => choicesBack(search.choices?.() ?? null, back),
    ...(search.standing && { standing: () => standingBack((search.standing as () => Standing)(), back) }),
  };
}

function choicesBack(choices: Choices | null, back: (draft: Draft) => Draft): Choices | null {
  if (choices === null) return null;
  return {
    ...choices,
    draft(values) {
      const made = choices.draft(values);
      return { ...made, draft: back(made.draft) };
    },
  };
}

function standingBack(standing: Standing, back: (draft: Draft) => Draft): Standing {
  const mended = new WeakMap<Draft, Draft>();
  return {
    ...standing,
    draft(state) {
      const made = standing.draft(state);
      const draft = back(made.draft);
      mended.set(draft, made.draft);
      return { ...made, draft };
    },
    choices: (state, places) => choicesBack(standing.choices(state, places), back),
    clearing(draft) {
      // the engine is driven where the search had it driven
      const clear = standing.clearing(mended.get(draft) ?? draft);
      return clear === null ? null : standingBack(clear, back);
    },
    keeping: (features, way) => standingBack(standing.keeping(features, way), back),
  };
}
