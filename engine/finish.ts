import { audit } from "./audit/audit.ts";
import { drive } from "./audit/drive/driven.ts";
import {
  ACCESSIBLE,
  becauseOf,
  floorsUnmet,
  type Lost,
  loseThings,
  TAKEN_AWAY,
  takenAway,
  unmetDemands,
} from "./demands.ts";
import { fewestInWay } from "./fire.ts";
import { BALANCE, isForbiddenIn, RATIO } from "./forbidden.ts";
import type { Kernel } from "./kernel.ts";
import { measure } from "./measure.ts";
import { InputError } from "./model/errors.ts";
import { areaOf, type Point, pointsOf } from "./model/geometry.ts";
import { type AuditLine, type Plan, type PlanFeature, type PlanKind, planFeaturesOf } from "./model/plan.ts";
import { featuresOf, isCompound } from "./model/site.ts";
import { today } from "./model/today.ts";
import { idleOf, withoutIdleBikeAisles } from "./stages/bikes/idle.ts";
import { nudged } from "./stages/compound/nudge.ts";
import { lanesAgain } from "./stages/compound/relay.ts";
import { withTheirAisles } from "./stages/compound/turning.ts";
import type { Draft } from "./stages/draft.ts";
import { balanceAsked } from "./stages/green/balance.ts";
import { withoutPlanting } from "./stages/green/planting.ts";
import { greenBalance, greens } from "./stages/greens.ts";
import { withoutIdleWays } from "./stages/idleWays.ts";
import { pinnedOf } from "./stages/locks/pinned.ts";
import { bound } from "./stages/open/bound.ts";
import { beyondAccessible, withAccessible } from "./stages/people/accessible.ts";
import { withCharging } from "./stages/people/charging.ts";
import { isRoadless } from "./stages/roadless.ts";
import { givingBack } from "./stages/rows/lighter.ts";
import { sweptPaths } from "./stages/sweep.ts";
import { placesToTurn } from "./turning.ts";
import { ENGINE_VERSION } from "./version.ts";
import { asWritten } from "./written.ts";

// from a draft to a plan: completed, audited, and cured of what it may not break

/** The plan that was found breaks a rule that it may not break, and nothing could be taken away to cure it: our fault. */
export class PlanFault extends Error {
  override name = "PlanFault";
}

/** A plan that may break what it may not yet: null where it does, for whoever goes on searching. */
export function presentable({ plan }: { plan(): Plan }): Plan | null {
  try {
    return plan();
  } catch (error) {
    if (error instanceof PlanFault) return null;
    throw error;
  }
}

/** Of the engine's poses, half a metre apart, as many as show its sweep to a few centimetres. */
const SWEEP_EVERY = 2;

/** Rounds of taking away what causes a new breach, before giving up. */
const MOST_REPAIRS = 10;

/** From this round on a fire lane that is at fault is laid anew along the whole of its road. */
const RELAY_FROM = 5;

/** A balance is held when it misses by less than this, square metres. */
const BALANCED = 0.005;

/** What a plan takes ground with, beside what serves people at the gate. */
const TAKES_GROUND: ReadonlySet<PlanKind> = new Set<PlanKind>(["stall", "accessAisle", "aisle", "driveway", "charger"]);

/** Things that can be left out of a plan without leaving a hole in it. */
const REMOVABLE: ReadonlySet<PlanKind> = new Set<PlanKind>([
  "stall",
  "accessAisle",
  "charger",
  "ebikeSlot",
  "ebikeCharger",
  "bikeAisle",
  "locker",
  "lockerPad",
  "shed",
  "green",
  "wallGreen",
  "pergola",
]);

/** Fewer demands unmet, then more stalls, then less green disturbed. */
export function isBetter(one: Plan, other: Plan): boolean {
  const unmet = demandsUnmet(one) - demandsUnmet(other);
  if (unmet !== 0) return unmet < 0;
  // in all: a plan may lay stalls of today anew
  const stalls = one.measures.stalls.total - other.measures.stalls.total;
  if (stalls !== 0) return stalls > 0;
  return one.measures.greening.removed < other.measures.greening.removed - 0.05;
}

/** What was taken away again is no demand of anybody's: the stalls that are left are counted. */
function demandsUnmet({ unmet }: Plan): number {
  return unmet.filter(({ demand, binding }) => demand !== TAKEN_AWAY && !binding.startsWith(ACCESSIBLE)).length;
}

/** Work that went into a plan: search steps of each kernel, and kernels. */
export interface Effort {
  readonly steps: number;
  readonly threads: number;
}

/**
 * A draft as a plan: today's things added, judged as it will be written, and whatever causes a new breach taken away.
 * @throws PlanFault when nothing is left to take away
 */
export function auditedPlan(found: Draft, effort: Effort, kernel: Kernel): Plan {
  return auditedWhile(found, effort, kernel, () => true) as Plan;
}

/** Likewise; null when `mayGoOn`, asked before each round of taking away what breaks a rule, said no. */
export function auditedWhile(
  found: Draft,
  { steps, threads }: Effort,
  kernel: Kernel,
  mayGoOn: () => boolean,
): Plan | null {
  const { site, rules, scenario } = found.problem;
  let draft = complete(found);
  const lost: Lost = { stalls: new Map(), accessible: new Map(), things: new Map() };
  let lacking: AuditLine | null = null;
  const tried = new Set<string>();
  const moved = new Set<string>();
  for (let round = 0; ; round++) {
    // the auditor sees what a reader of the file will see: coordinates as they are written
    const subject = { site, rules, scenario, features: asWritten(draft.features, site.projection) };
    const lines = audit({ ...subject, claimed: null });
    const { overrides } = rules;
    const breaches = lines.filter((line) => isForbiddenIn(line, { study: scenario.study, overrides }));
    if (breaches.length === 0) {
      const measures = measure(subject);
      const plan: Plan = {
        name: scenario.name,
        study: scenario.study,
        site: site.hash,
        scenario: scenario.hash,
        rules: { profile: rules.profile, version: rules.version, overrides: rules.overrides, layout: scenario.layout },
        demand: scenario.demand,
        seed: scenario.seed,
        steps,
        threads,
        engine: { version: ENGINE_VERSION, kernel: kernel.hash },
        features: [...draft.features, ...sweptOf(subject)],
        measures: { ...measures, bound: isCompound(site) || isRoadless(site) ? null : bound(draft.problem) },
        assumptions: draft.assumptions,
        unmet: [
          ...unmetDemands(scenario.demand, draft.features, measures, [...draft.unmet, ...becauseOf(lost)]),
          ...floorsUnmet(rules, site, scenario.demand, measures),
          ...takenAway(lost.stalls, lacking),
        ],
        audit: lines,
      };
      return Object.freeze(moreOf(plan, found, { steps, threads }, kernel, mayGoOn));
    }
    if (round >= RELAY_FROM) refusePinned(found, breaches);
    if (round === MOST_REPAIRS) {
      const { rule, note, features } = breaches[0];
      throw new PlanFault(`The plan breaks ${rule} (${features.slice(0, 3).join(", ")}): ${note}`);
    }
    if (!mayGoOn()) return null;
    lacking ??= breaches.find(({ rule }) => rule.startsWith(ACCESSIBLE)) ?? null;
    const { places, left } = placesToTurn(draft, breaches, tried);
    const turning = places.length === 0 ? draft : { ...draft, features: [...draft.features, ...places] };
    const aside = nudged(turning, left, moved);
    // where nothing was changed, the engine has been driven through what was judged
    const judged = aside.draft === draft ? { ...draft, features: subject.features } : aside.draft;
    const named = round < RELAY_FROM ? aside.left.map((line) => narrowed(line, aside.draft, judged)) : aside.left;
    draft = complete(repaired(aside.draft, named, round, lost));
  }
}

/**
 * What is pinned is never taken away, and no plan with a new breach is written: after everything else has been tried the
 * place is refused.
 * @throws InputError naming the place and the rule
 */
function refusePinned({ problem }: Draft, breaches: readonly AuditLine[]): void {
  const { ids, features } = pinnedOf(problem);
  for (const { rule, note, features: named } of breaches) {
    const id = named.find((one) => ids.has(one));
    if (id === undefined) continue;
    const n = features.findIndex((feature) => feature.id === id);
    throw new InputError(
      `locks: the ${features[n].kind} pinned as ${id} breaks ${rule}: ${note} A place where it keeps the rule would be right.`,
    );
  }
}

/** The plan, or that of the first of the draft's fallbacks that keeps more stalls. */
function moreOf(plan: Plan, found: Draft, effort: Effort, kernel: Kernel, mayGoOn: () => boolean): Plan {
  const { fallbacks = [], ...draft } = found;
  let best = plan;
  for (const features of fallbacks) {
    if (best.measures.stalls.total >= stallsIn(features)) continue;
    const other = auditedWhile({ ...draft, features }, effort, kernel, mayGoOn);
    if (other !== null && other.measures.stalls.total > best.measures.stalls.total) best = other;
  }
  return best;
}

function stallsIn(features: readonly PlanFeature[]): number {
  return planFeaturesOf(features, "stall").length;
}

/** The way of the fire engine as the auditor drove it: what is drawn is what was proved. */
function sweptOf(subject: Parameters<typeof drive>[0]): PlanFeature[] {
  const driven = drive(subject);
  if (driven === null) return [];
  const ways = driven.map(({ lane, ways }) => ({
    lane,
    // the second too: of the first, at the gate, nothing is on the site
    bodies: ways.flatMap((way) => way.filter((_, i) => i % SWEEP_EVERY === 0 || i === 1 || i === way.length - 1)),
  }));
  return sweptPaths(subject.site, ways);
}

/** Today's stalls and green, where a search that is not concerned with them has left them out. */
function complete(draft: Draft): Draft {
  const { site } = draft.problem;
  const has = (kind: PlanKind) => draft.features.some((feature) => feature.kind === kind);
  const stalls = today(site).filter((feature) => feature.kind === "stall");
  const known = new Set(draft.features.map((feature) => feature.id));
  const isWhole =
    draft.features.some((feature) => feature.kind === "stall" && isExisting(feature)) || has("stallRemoved");
  const missing = isWhole ? [] : stalls.filter((stall) => !known.has(stall.id));
  const whole = missing.length === 0 ? draft : { ...draft, features: [...missing, ...draft.features] };
  // stalls made accessible take less ground than before: what they took of the green is reckoned anew
  const hasGreen = featuresOf(site, "green").length > 0;
  const planted = (served: Draft) => (hasGreen && !(has("green") && served === whole) ? greens(served) : served);
  const paired = withAccessible(whole, "pairs");
  const single = withAccessible(paired, "pairs or single stalls");
  if (single === paired) return withCharging(planted(paired));
  // an aisle of its own takes ground beside a stall: at the cost of the balance only where others may not stand without it
  const made = planted(single);
  if (!hasGreen || isBalanced(made)) return withCharging(made);
  const lawful = beyondAccessible(paired).length > 0 ? withAccessible(paired, "single stalls by rule") : paired;
  return withCharging(planted(lawful));
}

function isBalanced(draft: Draft): boolean {
  const { lost, planted } = greenBalance(draft);
  return lost + balanceAsked(draft.problem) - planted <= BALANCED;
}

/**
 * A draft without what its breaches name. Green that is no longer taken is given back and planting sought anew. A lane that
 * is named itself is laid round the stalls that are left, or, where none of them is to blame or that is not enough, along
 * the whole of its road; all others stay. In the end nothing new is left but what serves people.
 */
function repaired(draft: Draft, breaches: readonly AuditLine[], round: number, lost: Lost): Draft {
  const guilty = new Map<string, string>();
  for (const { rule, features } of breaches) for (const id of features) if (!guilty.has(id)) guilty.set(id, rule);
  const isLast = round === MOST_REPAIRS - 1;
  // green that is missing was lost: the stalls that took it give it back
  for (const { rule, required, measured } of breaches) {
    const unit = rule === BALANCE ? 1 : rule === RATIO ? areaOf(draft.problem.site.boundary) : 0;
    if (unit === 0 || typeof required !== "number" || typeof measured !== "number") continue;
    for (const id of givingBack(draft, (required - measured) * unit)) if (!guilty.has(id)) guilty.set(id, rule);
  }
  // where no more can be made accessible, as many stand as ask for no more
  const count = breaches.find(({ rule }) => rule.startsWith(ACCESSIBLE));
  for (const id of count === undefined ? [] : beyondAccessible(draft)) {
    if (!guilty.has(id)) guilty.set(id, count?.rule ?? "");
  }
  const pinned = pinnedOf(draft.problem).ids;
  for (const [id, rule] of alongAisles(draft, breaches)) if (!guilty.has(id)) guilty.set(id, rule);
  const turning = withoutRoomToTurn(draft, breaches, isLast);
  const goes = (feature: PlanFeature) =>
    !isExisting(feature) &&
    !pinned.has(feature.id) &&
    ((guilty.has(feature.id) && REMOVABLE.has(feature.kind)) ||
      turning.has(feature.id) ||
      (isLast && TAKES_GROUND.has(feature.kind)));
  const left = draft.features.filter((feature) => !goes(feature));
  // a charger without its slots serves nobody, nor does a roof: they go for what took them
  const idle = idleOf(left, draft.features).filter(({ feature }) => !pinned.has(feature.id));
  for (const { feature, slot } of idle) guilty.set(feature.id, guilty.get(slot) ?? "");
  const without = new Set(idle.map(({ feature }) => feature));
  const kept = left.filter((feature) => !without.has(feature));
  const gone = draft.features.filter((feature) => feature.kind === "stall" && goes(feature));
  // each by the rule that named it first: one cause does not stand for all
  for (const { id, properties } of gone) {
    const rule = guilty.get(id) ?? breaches[0]?.rule ?? ENGINE;
    const isAccessible = "type" in properties && properties.type === "accessible";
    for (const counts of isAccessible ? [lost.stalls, lost.accessible] : [lost.stalls])
      counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  loseThings(lost, [...draft.features.filter(goes), ...without], (id) => {
    const own = breaches.filter(({ rule }) => rule === guilty.get(id));
    return own.find(({ features }) => features.includes(id)) ?? own[0] ?? breaches[0];
  });
  // an access aisle or a post without its stall serves nobody
  const ids = new Set(kept.map((feature) => feature.id));
  const serving = withoutIdleBikeAisles(kept, draft.features).filter(
    (feature) =>
      !(feature.kind === "accessAisle" && !feature.properties.stalls.some((id) => ids.has(id))) &&
      !(feature.kind === "charger" && !feature.properties.serves.some((id) => ids.has(id))),
  );
  // where no stall goes with it, planting would be in the way again on the same ground
  const goneIds = new Set(gone.map(({ id }) => id));
  const isFreed = (id: string) =>
    breaches.some(({ features }) => features.includes(id) && features.some((other) => goneIds.has(other)));
  const inWay = draft.features.filter((feature) => feature.kind === "green" && goes(feature) && !isFreed(feature.id));
  const isNarrow = (id: string) => guilty.get(id) === PLANTING;
  const next = withoutPlanting({ ...draft, features: withoutIdleWays(serving, draft.problem.site) }, inWay, isNarrow);
  const { site } = draft.problem;
  if (!isCompound(site)) return featuresOf(site, "green").length === 0 ? next : greens(next);
  return greens(relaid(next, breaches, { round, ids }));
}

/** Stalls along aisles of our own that break a rule by themselves, by the rule: where these go the aisle goes. */
function alongAisles({ features }: Draft, breaches: readonly AuditLine[]): Map<string, string> {
  const known = new Map(features.map((feature) => [feature.id, feature]));
  const out = new Map<string, string>();
  for (const { rule, features: named } of breaches) {
    const things = named.flatMap((id) => known.get(id) ?? []);
    if (things.some((thing) => REMOVABLE.has(thing.kind) && !isExisting(thing))) continue;
    const aisles = new Set(things.filter(({ kind }) => kind === "aisle").map(({ id }) => id));
    if (aisles.size === 0) continue;
    for (const stall of planFeaturesOf(features, "stall"))
      if (aisles.has(stall.properties.aisle)) out.set(stall.id, rule);
  }
  return out;
}

/** Aisles of our own that an engine cannot turn on or come to, with all along them, where nothing else is named that could go. */
function withoutRoomToTurn({ features }: Draft, breaches: readonly AuditLine[], isLast: boolean): Set<string> {
  const kinds = new Map(features.map(({ id, kind }) => [id, kind]));
  const named = breaches
    .filter((line) => isLast || !line.features.some((id) => REMOVABLE.has(kinds.get(id) as PlanKind)))
    .flatMap((line) => line.features);
  const all = isLast ? features.map(({ id }) => id) : named;
  // a square along a lane of today goes by itself where the engine does not turn on it
  const alone = named.filter((id) => kinds.get(id) === "turnaround");
  return new Set([...withTheirAisles(features, new Set(all)), ...alone]);
}

const ENGINE = "fire.engine";

/** A breach with what has to go for it. */
function narrowed(line: AuditLine, draft: Draft, judged: Draft): AuditLine {
  return line.rule === ENGINE ? fewest(judged, line) : withStallsBy(draft, line);
}

/** Of several things in the engine's way, what is enough. */
function fewest(draft: Draft, line: AuditLine): AuditLine {
  const regrows = (planted: ReadonlySet<string>) => {
    const inWay = draft.features.filter(({ id }) => planted.has(id));
    return isBalanced(greens(withoutPlanting(draft, inWay)));
  };
  return { ...line, features: fewestInWay(draft, line.features, regrows) };
}

const PLANTING = "fact.planting";

const LANE_WIDTH = "fire.lane.clear_width";

/** A lane that is too narrow for no stall that it touches swings round one that is this near, metres. */
const SWINGS_ROUND = 9;

/** Where a lane is too narrow and nothing that could go is named: with the new stalls on roads near that place. */
function withStallsBy({ features, problem }: Draft, line: AuditLine): AuditLine {
  const { at } = line;
  if (line.rule !== LANE_WIDTH || at === null) return line;
  if (features.some(({ id, kind }) => line.features.includes(id) && REMOVABLE.has(kind))) return line;
  const roads = new Set(featuresOf(problem.site, "road").map(({ id }) => id));
  const isNear = ([x, y]: Point) => (x - at[0]) ** 2 + (y - at[1]) ** 2 < SWINGS_ROUND * SWINGS_ROUND;
  const near = planFeaturesOf(features, "stall")
    .filter((stall) => !isExisting(stall) && roads.has(stall.properties.aisle))
    .filter(({ shape }) => pointsOf(shape.shell).some(isNear));
  return { ...line, features: [...line.features, ...near.map(({ id }) => id)] };
}

/** The lanes that breaches name laid anew; `ids` of what is left. An engine that stops drives over the road, not the lane. */
function relaid(
  draft: Draft,
  breaches: readonly AuditLine[],
  { round, ids }: { readonly round: number; readonly ids: ReadonlySet<string> },
): Draft {
  const named = breaches.filter(({ rule }) => rule !== ENGINE);
  const lanes = new Set(planFeaturesOf(draft.features, "fireLane").map(({ id }) => id));
  const atFault = (way: "round stalls" | "whole road") =>
    new Set(
      named.flatMap(({ features }) => {
        const own = features.filter((id) => lanes.has(id));
        const nothingGoes = features.every((id) => ids.has(id));
        return (nothingGoes || round >= RELAY_FROM) === (way === "whole road") ? own : [];
      }),
    );
  return lanesAgain(lanesAgain(draft, atFault("whole road"), "whole road"), atFault("round stalls"), "round stalls");
}

function isExisting(feature: PlanFeature): boolean {
  return "status" in feature.properties && feature.properties.status === "existing";
}
