import { audit } from "./audit/audit.ts";
import { drive } from "./audit/drive/driven.ts";
import { isBalanced, isExisting, MOST_REPAIRS, narrowed, RELAY_FROM, repaired } from "./curing.ts";
import { ACCESSIBLE, becauseOf, floorsUnmet, type Lost, TAKEN_AWAY, takenAway, unmetDemands } from "./demands.ts";
import { isForbiddenIn } from "./forbidden.ts";
import type { Kernel } from "./kernel.ts";
import { measure } from "./measure.ts";
import { InputError } from "./model/errors.ts";
import { type AuditLine, type Plan, type PlanFeature, type PlanKind, planFeaturesOf } from "./model/plan.ts";
import { featuresOf, isCompound } from "./model/site.ts";
import { today } from "./model/today.ts";
import { nudged } from "./stages/compound/nudge.ts";
import type { Draft } from "./stages/draft.ts";
import { fireLane } from "./stages/fireLane.ts";
import { greens } from "./stages/greens.ts";
import { pinnedOf } from "./stages/locks/pinned.ts";
import { bound } from "./stages/open/bound.ts";
import { beyondAccessible, withAccessible } from "./stages/people/accessible.ts";
import { withCharging } from "./stages/people/charging.ts";
import { isRoadless } from "./stages/roadless.ts";
import { sweptPaths } from "./stages/sweep.ts";
import { placesToTurn } from "./turning.ts";
import { ENGINE_VERSION } from "./version.ts";
import { asWritten } from "./written.ts";

// from a draft to a plan: completed, audited, and cured of what it may not break

/** The plan that was found breaks a rule that it may not break, and nothing could be taken away to cure it: our fault. */
export class PlanFault extends Error {
  override name = "PlanFault";
  /** The rule that it breaks. */
  readonly rule: string;

  constructor({ rule, note, features }: AuditLine) {
    super(`The plan breaks ${rule} (${features.slice(0, 3).join(", ")}): ${note}`);
    this.rule = rule;
  }
}

/** A plan that may break what it may not yet: null where it does, for whoever goes on searching. */
export function presentable<Found extends Plan | null>({ plan }: { plan(): Found }): Found | null {
  try {
    return plan();
  } catch (error) {
    if (error instanceof PlanFault) return null;
    throw error;
  }
}

/** Of the engine's poses, half a metre apart, as many as show its sweep to a few centimetres. */
const SWEEP_EVERY = 2;

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

/**
 * Likewise; null when `mayGoOn`, asked before each round of taking away what breaks a rule, said no. Where nothing is left to
 * take away, stalls of today that may be laid anew stay where they are, or nothing new is laid.
 */
export function auditedWhile(found: Draft, effort: Effort, kernel: Kernel, mayGoOn: () => boolean): Plan | null {
  try {
    return cured(found, effort, kernel, mayGoOn, new Map());
  } catch (fault) {
    if (!(fault instanceof PlanFault)) throw fault;
    for (const features of insteadOf(found)) {
      const given = newIn(found.features) - newIn(features);
      const lost = new Map(given > 0 ? [[fault.rule, given]] : []);
      const draft = { ...found, features, fallbacks: [] };
      const plan = presentable({ plan: () => cured(draft, effort, kernel, mayGoOn, lost) });
      if (plan !== null || !mayGoOn()) return plan;
    }
    throw fault;
  }
}

/** What is tried where a draft breaks what it may not: what else was found, then the site as it is with what is pinned, with its fire lanes and without. */
function insteadOf({ problem, features, fallbacks = [] }: Draft): readonly (readonly PlanFeature[])[] {
  if (!isCompound(problem.site)) return fallbacks;
  const pinned = pinnedOf(problem).features;
  const lanes = fireLane({ problem, features: pinned, assumptions: [], unmet: [] }).features;
  const drawn = features.some(({ kind }) => kind === "fireLane") ? [lanes] : [];
  return [...fallbacks, ...drawn, pinned];
}

function newIn(features: readonly PlanFeature[]): number {
  return planFeaturesOf(features, "stall").filter((stall) => !isExisting(stall)).length;
}

/** A draft cured of what it may not break; `stalls`: those that have gone before, by the rule that took them. */
function cured(
  found: Draft,
  { steps, threads }: Effort,
  kernel: Kernel,
  mayGoOn: () => boolean,
  stalls: Map<string, number>,
): Plan | null {
  const { site, rules, scenario } = found.problem;
  let draft = complete(found);
  const lost: Lost = { stalls, accessible: new Map(), things: new Map() };
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
    if (round === MOST_REPAIRS) throw new PlanFault(breaches[0]);
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
    const other = presentable({ plan: () => cured({ ...draft, features }, effort, kernel, mayGoOn, new Map()) });
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
