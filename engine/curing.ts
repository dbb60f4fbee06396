import { ACCESSIBLE, type Lost, loseThings } from "./demands.ts";
import { fewestInWay } from "./fire.ts";
import { BALANCE, RATIO } from "./forbidden.ts";
import { areaOf, type Point, pointsOf } from "./model/geometry.ts";
import { type AuditLine, type PlanFeature, type PlanKind, planFeaturesOf } from "./model/plan.ts";
import { featuresOf, isCompound } from "./model/site.ts";
import { idleOf, withoutIdleBikeAisles } from "./stages/bikes/idle.ts";
import { lanesAgain } from "./stages/compound/relay.ts";
import { withTheirAisles } from "./stages/compound/turning.ts";
import type { Draft } from "./stages/draft.ts";
import { balanceAsked } from "./stages/green/balance.ts";
import { withoutPlanting } from "./stages/green/planting.ts";
import { greenBalance, greens } from "./stages/greens.ts";
import { withoutIdleWays } from "./stages/idleWays.ts";
import { pinnedOf } from "./stages/locks/pinned.ts";
import { beyondAccessible } from "./stages/people/accessible.ts";
import { givingBack } from "./stages/rows/lighter.ts";

// what goes from a draft for the rules that it breaks, and what is laid anew for it

/** Rounds of taking away what causes a new breach, before giving up. */
export const MOST_REPAIRS = 10;

/** From this round on a fire lane that is at fault is laid anew along the whole of its road. */
export const RELAY_FROM = 5;

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

/** Whether as much green is planted as is lost and asked for. */
export function isBalanced(draft: Draft): boolean {
  const { lost, planted } = greenBalance(draft);
  return lost + balanceAsked(draft.problem) - planted <= BALANCED;
}

/**
 * A draft without what its breaches name. Green that is no longer taken is given back and planting sought anew. A lane that
 * is named itself is laid round the stalls that are left, or, where none of them is to blame or that is not enough, along
 * the whole of its road; all others stay. In the end nothing new is left but what serves people.
 */
export function repaired(draft: Draft, breaches: readonly AuditLine[], round: number, lost: Lost): Draft {
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
export function narrowed(line: AuditLine, draft: Draft, judged: Draft): AuditLine {
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

export function isExisting(feature: PlanFeature): boolean {
  return "status" in feature.properties && feature.properties.status === "existing";
}
