import { drive, driveAgain, type LaneDrive } from "./audit/drive/driven.ts";
import { engineDriven } from "./audit/driving.ts";
import { type Subject, sceneOf } from "./audit/scene.ts";
import type { Kernel } from "./kernel.ts";
import { type Area, flat, type Point, type Ring } from "./model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "./model/plan.ts";
import { featuresOf } from "./model/site.ts";
import { today } from "./model/today.ts";
import type { Draft, Problem } from "./stages/draft.ts";
import { turnsOfWays } from "./stages/fire/turns.ts";
import { lanesOf } from "./stages/fireLane.ts";
import { groundOf } from "./stages/ground/ground.ts";
import type { Learned } from "./stages/learned.ts";
import { limitsOf } from "./stages/limits.ts";
import { Hazard } from "./stages/plane/hazard.ts";
import { areasOf, EMPTY, growSquare, regionOf, subtract } from "./stages/plane/region.ts";
import { type OpenGround, openFirst, openLike, type RowSearch, retrofitFrom } from "./stages/retrofit.ts";
import { rowsOfPlan } from "./stages/rows/packed.ts";
import type { Standing, Way } from "./stages/rows/standing.ts";
import type { Search } from "./stages/search.ts";

// the search of a compound with the auditor's fire engine beside it: stages do not know the auditor, so they meet here

/**
 * After these shares of the steps the engine is driven through the draft. Until the first look the search keeps the ground of
 * every turn that a circle needs; from then on what the engine was seen to need.
 */
const LOOKS_AT = [0.15, 0.5, 0.7, 0.85, 0.95];

/** With so many steps all that an earlier plan has stands again, along aisles of its own too. */
const ALL_STANDS = 2;

/** A search that begins with the plan of another, and with what that has found out, takes this share of the steps and looks less often. */
const LIKE_SHARE = 0.5;
const LIKE_LOOKS_AT = [0.4, 0.75, 0.95];

/** Of a way that was shut, what lies this near to where the engine came to a stop is kept clear, metres. */
const AROUND_STOP = 16;

/** How much of a stall has to go is halved so often: a parallel one is told to within 0.8 m. */
const CUTS = 3;

/** Ground beside a stall that the engine has got past is free again to this width, metres; pieces that are smaller are seams, square metres. */
const PAST = 0.02;
const SEAM = 0.01;

/** What is in the way is taken away so often, each time what stood behind it. */
const DEEPEST = 3;

/**
 * A search that is looked at: where new stalls shut the fire engine's way, the ground that its body sweeps there without them
 * is kept clear, and the search goes on from the stalls that still have room. What stood at the first look, or of an earlier
 * plan at the begin, is told beside what comes of it, should the engine in the end not get through.
 * @param from features of a plan of the same site whose new stalls the search may begin with; null: none
 * @param stay what one of these that stays where it is is worth, in square metres of green
 * @param like what a search with other counts has found out, to begin with beside its plan; absent: nothing
 */
export function drivenSearch(
  start: Draft,
  kernel: Kernel,
  from: readonly PlanFeature[] | null,
  stay: number,
  like?: Learned,
): Search {
  driveLanesToday(start.problem);
  const known = like === undefined || from === null ? null : openLike(start.problem, like, kernel);
  const first = known === null ? openFirst(start, kernel) : { ground: known, settled: () => known };
  const isClose = from !== null && stay > 0;
  const near = isClose ? { near: { features: from, worth: stay } } : {};
  const isLike = known !== null && like !== undefined && like.turns !== null;
  // where the engine gets through an earlier plan, its stalls need not make room for a circle
  const through = isClose && known === null ? turnsThrough(from, start.problem) : null;
  let turns = isLike ? like.turns : through;
  const whole = isLike ? LIKE_SHARE : 1;
  // aisles of our own are of the plan too: they are looked for at once
  const begin = isClose ? { ...near, standing: from } : {};
  const searchOn = (on: OpenGround): RowSearch =>
    retrofitFrom(on, {
      rows: from === null ? null : rowsOfPlan(from, on.field),
      round: 0,
      share: whole,
      ...begin,
    });
  // from an earlier plan it is searched as it will be; else a first plan need not wait for the best ground
  let ground = from === null ? first.ground : first.settled();
  let isSettled = from !== null;
  const clear = (on: OpenGround, of: readonly Area[]) =>
    on.reopened({ ...on.start, problem: { ...on.start.problem, fire: { turns: of } } });
  let search = searchOn(turns === null ? ground : clear(ground, turns));
  const { plannedSteps } = search;
  const looksOf = isLike ? LIKE_LOOKS_AT : LOOKS_AT;
  const looksAt = looksOf.map((share) => Math.max(1, Math.round(share * plannedSteps)));
  const hasDoors = featuresOf(start.problem.site, "entrance").length > 0;
  let [stepsBefore, versionBefore, looks] = [0, 0, 0];
  let cautious: readonly PlanFeature[] | null = null;

  /** The first step was taken on the first ground: from the second on it is the best one. */
  const settle = () => {
    isSettled = true;
    const best = first.settled();
    if (best === ground) return;
    ground = best;
    versionBefore += search.version + 1;
    search = searchOn(best);
    search.advance(1);
  };

  const look = () => {
    const share = whole * (1 - looksOf[looks++]);
    const draft = search.best();
    const shut = turnsShut(draft);
    const { problem } = start;
    // the last that it gets through, or the first of all, whose turns are kept by a circle
    if (cautious === null || (shut.length === 0 && stallsIn(draft.features) >= stallsIn(cautious)))
      cautious = draft.features;
    // nothing to learn and nothing to let go of
    if (shut.length === 0 && (turns !== null || !keepsTurns(problem))) return;
    turns = [...(turns ?? []), ...shut];
    const next = clear(ground, turns);
    stepsBefore += search.steps;
    versionBefore += search.version + 1;
    search = retrofitFrom(next, {
      rows: rowsOfPlan(draft.features, next.field),
      standing: draft.features,
      round: 0,
      share,
      ...near,
    });
  };

  return {
    get steps() {
      return stepsBefore + search.steps;
    },
    plannedSteps,
    get version() {
      // from the second step on accessible stalls are brought nearer to doors
      return versionBefore + search.version + (hasDoors && stepsBefore + search.steps > 1 ? 1 : 0);
    },
    advance(count) {
      const until = stepsBefore + search.steps + count;
      for (;;) {
        const here = stepsBefore + search.steps;
        if (here > 0 && here < until && !isSettled) settle();
        if (here >= ALL_STANDS && isClose) cautious ??= search.best().features;
        if (here >= (looksAt[looks] ?? Infinity)) look();
        const next = isClose && cautious === null ? ALL_STANDS : (looksAt[looks] ?? Infinity);
        const stop = Math.min(until, isSettled ? next : 1);
        const more = search.advance(Math.max(0, stop - here));
        if (stop === until || !more) return more;
      }
    },
    best() {
      const draft = search.best();
      // a first plan need not wait for it
      const isOpen = (other: Draft) => shutIn(other) <= shutIn(draft);
      const nearer = (stepsBefore + search.steps > 1 ? search.nearer(isOpen) : null) ?? draft;
      const isMoved = nearer.features !== draft.features;
      const fallbacks = [...(isMoved ? [draft.features] : []), ...(cautious === null ? [] : [cautious])];
      return fallbacks.length === 0 ? nearer : { ...nearer, fallbacks };
    },
    rough: () => search.best(),
    choices: () => search.choices?.() ?? null,
    learned: () => ({ arranged: [ground.start], turns }),
    standing: () => ({
      ...search.standing(),
      clearing: (draft) => clearingOf(draft, ground, turns ?? []),
      keeping: (features, way) => keepingOf(features, ground, way),
    }),
  };
}

function stallsIn(features: readonly PlanFeature[]): number {
  return features.filter(({ kind }) => kind === "stall").length;
}

/** What stands of a draft when the ground is kept clear that the engine needs where the draft shuts its way; null: nowhere. */
function clearingOf(draft: Draft, ground: OpenGround, before: readonly Area[]): Standing | null {
  const shut = turnsShut(draft);
  if (shut.length === 0) return null;
  return standingOn(draft.features, ground, [...before, ...shut]);
}

/** What stands of a plan when the ground is kept clear that the engine turns on along its way through it, and no other. */
function keepingOf(features: readonly PlanFeature[], ground: OpenGround, way: Way): Standing {
  const { told } = ground;
  return standingOn(features, ground, way === "all" ? turnsIn(features, told) : turnsThrough(features, told));
}

/** The ground that the engine turns on along its ways through a plan. */
function turnsIn(features: readonly PlanFeature[], { site, rules, scenario }: Problem): Area[] {
  return turnsOfWays((drive({ site, rules, scenario, features }) ?? []).flatMap(({ ways }) => ways));
}

/** The same without that of the plan's stalls: it is driven over cells, and what it got past by less than one of them may stay. */
export function turnsThrough(features: readonly PlanFeature[], problem: Problem): Area[] {
  const stalls = growSquare(regionOf(planFeaturesOf(features, "stall").map(({ shape }) => shape)), PAST);
  return areasOf(subtract(regionOf(turnsIn(features, problem)), stalls), SEAM);
}

function standingOn(features: readonly PlanFeature[], ground: OpenGround, turns: readonly Area[]): Standing {
  const { start } = ground;
  const open = ground.reopened({ ...start, problem: { ...start.problem, fire: { turns } } });
  const search = retrofitFrom(open, { rows: rowsOfPlan(features, open.field), standing: features, round: 0, share: 1 });
  // with the second step the planting and the aisles of our own are known
  search.advance(2);
  return {
    ...search.standing(),
    clearing: (next) => clearingOf(next, open, turns),
    keeping: (these, way) => keepingOf(these, open, way),
  };
}

/** Is ground kept for turns that nobody has driven? */
function keepsTurns(problem: Problem): boolean {
  return groundOf(problem).hazards.some(({ bit }) => bit === Hazard.Turn);
}

/** Drives today's lanes, which every audit of the site begins with: done before the search, it is no part of an audit's time. */
function driveLanesToday({ site, rules, scenario }: Problem): void {
  const lanes = lanesOf(site, limitsOf(rules).laneWidth, () => EMPTY);
  drive({ site, rules, scenario, features: [...today(site), ...lanes] });
}

/** Lanes on which the engine does not get through. */
export function shutIn({ problem: { site, rules, scenario }, features }: Draft): number {
  return (drive({ site, rules, scenario, features }) ?? []).filter(({ status }) => status === "shut").length;
}

/**
 * The ground that the engine needs to turn where the new things of a draft shut its way; none where it gets through. What
 * is in its way is cut short as little as lets it through, so that the ground kept clear is what it needs and not the way
 * it would like best.
 */
function turnsShut({ problem: { site, rules, scenario }, features }: Draft): Area[] {
  const subject = { site, rules, scenario, features };
  const driven = drive(subject) ?? [];
  const shut = driven.filter(isShut);
  if (shut.length === 0) return [];
  const stops = shut.flatMap(({ stuck }) => (stuck === null ? [] : [stuck]));
  const guilty = inWay(subject);
  let free = features.filter((feature) => !guilty.has(feature.id));
  let again = driveAgain({ ...subject, features: free }, driven);
  // behind what is in the way may be more of it
  for (let i = 0; i < DEEPEST && again.some(isShut); i++) {
    for (const id of inWay({ ...subject, features: free })) guilty.add(id);
    free = free.filter((feature) => !guilty.has(feature.id));
    again = driveAgain({ ...subject, features: free }, again);
  }
  let [least, most] = [0, 1];
  for (let i = 0; i < CUTS && !again.some(isShut); i++) {
    const share = (least + most) / 2;
    const left = features.flatMap((feature) => (guilty.has(feature.id) ? cutShort(feature, stops, share) : [feature]));
    const less = driveAgain({ ...subject, features: left }, driven);
    if (less.some(isShut)) least = share;
    else [most, again] = [share, less];
  }
  return shut.flatMap(({ lane, stuck }) => {
    const ways = again.find((other) => other.lane === lane)?.ways ?? [];
    const isNear = (body: Ring) => stuck !== null && apart(body, stuck) <= AROUND_STOP;
    return turnsOfWays(ways.map((way) => way.filter(isNear)));
  });
}

/**
 * Of new things that shut the engine's way along the lanes that are named with them, what is enough: new planting, where it
 * `regrows` on other ground; else one stall whose going opens these, the nearest to where it stops first; all of them where
 * neither does. Other lanes have stalls of their own in the way.
 */
export function fewestInWay(
  { problem: { site, rules, scenario }, features }: Draft,
  ids: readonly string[],
  regrows: (planted: ReadonlySet<string>) => boolean,
): string[] {
  const named = new Set(ids);
  const own = planFeaturesOf(features, "stall").filter(({ id }) => named.has(id));
  const planted = new Set(
    planFeaturesOf(features, "green").flatMap(({ id, properties }) =>
      named.has(id) && properties.status === "new" ? [id] : [],
    ),
  );
  if (own.length === 0 || (own.length === 1 && planted.size === 0)) return [...ids];
  const stalls = new Set(own.map(({ id }) => id));
  const lanes = new Set(planFeaturesOf(features, "fireLane").flatMap(({ id }) => (named.has(id) ? [id] : [])));
  const before = drive({ site, rules, scenario, features }) ?? [];
  /** A way of which it is not known whether it is shut is not open. */
  const isOpenWithout = (going: ReadonlySet<string>): boolean => {
    const left = features.filter(({ id }) => !going.has(id));
    const driven = driveAgain({ site, rules, scenario, features: left }, before, lanes);
    return driven.every(({ status }) => status === "driven" || status === "as today");
  };
  if (planted.size > 0 && isOpenWithout(planted) && regrows(planted)) return [...ids].filter((id) => !stalls.has(id));
  if (own.length < 2) return [...ids];
  const stops = before.flatMap(({ lane, stuck }) => (lanes.has(lane) && stuck !== null ? [stuck] : []));
  const gap = ({ shape }: PlanFeature<"stall">) => Math.min(...stops.map((stop) => apart(stop, shape.shell)));
  // that a way is shut takes longest to see: what most likely opens it is tried first
  const nearest = own.map((stall) => ({ id: stall.id, gap: gap(stall) })).sort((a, b) => a.gap - b.gap);
  for (const { id } of nearest) {
    if (isOpenWithout(new Set([id]))) return [...ids].filter((one) => one === id || !stalls.has(one));
  }
  return [...ids];
}

function isShut({ status, stuck }: LaneDrive): boolean {
  return status === "shut" && stuck !== null;
}

/** The new things that stop the engine, lanes apart. */
function inWay(subject: Subject): Set<string> {
  const lanes = new Set(subject.features.flatMap(({ id, kind }) => (kind === "fireLane" ? [id] : [])));
  const named = engineDriven(sceneOf(subject))?.findings?.flatMap((finding) => finding.features) ?? [];
  return new Set(named.filter((id) => !lanes.has(id)));
}

/** A stall without a share of its mouth's length, at the end that is nearer to where the engine stops; others go whole. */
function cutShort(feature: PlanFeature, stops: readonly Ring[], share: number): PlanFeature[] {
  if (feature.kind !== "stall") return [];
  const [ax, ay, bx, by, cx, cy, dx, dy] = feature.shape.shell;
  const gap = (x: number, y: number) =>
    Math.min(...stops.map((stop) => (x - (stop[0] + stop[4]) / 2) ** 2 + (y - (stop[1] + stop[5]) / 2) ** 2));
  const isFirst = gap((ax + dx) / 2, (ay + dy) / 2) < gap((bx + cx) / 2, (by + cy) / 2);
  const [from, to] = isFirst ? [share, 1] : [0, 1 - share];
  const at = (x0: number, y0: number, x1: number, y1: number, t: number): Point => [
    x0 + (x1 - x0) * t,
    y0 + (y1 - y0) * t,
  ];
  const shell = flat([
    at(ax, ay, bx, by, from),
    at(ax, ay, bx, by, to),
    at(dx, dy, cx, cy, to),
    at(dx, dy, cx, cy, from),
  ]);
  return [{ ...feature, shape: { shell, holes: [] } }];
}

/** Between the middles of two bodies, metres. */
function apart(a: Ring, b: Ring): number {
  const dx = (a[0] + a[4] - b[0] - b[4]) / 2;
  const dy = (a[1] + a[5] - b[1] - b[5]) / 2;
  return Math.sqrt(dx * dx + dy * dy);
}
