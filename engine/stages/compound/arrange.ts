import { type Area, bounds, type Point } from "../../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../../model/plan.ts";
import { featuresOf, type Site, type SiteFeature } from "../../model/site.ts";
import { chargersInShed, slotsOnLeftovers } from "../bikes/chargers.ts";
import { type Leftovers, leftoversOf, leftoversWithGreen } from "../bikes/leftovers.ts";
import { shedBeside } from "../bikes/shed.ts";
import { BESIDE, MOST_TRIED, MOST_TRIED_TO_MOVE, MOVED, near } from "../bikes/shedRows.ts";
import { ebikesOnLeftovers, type SlotManner } from "../bikes/slots.ts";
import type { Draft } from "../draft.ts";
import { distance } from "../plane/outline.ts";
import { EMPTY, intersect, regionArea, regionOf } from "../plane/region.ts";
import { assemble } from "../rows/assemble.ts";
import { improver, type State } from "../rows/improve.ts";
import type { Field } from "../rows/layout.ts";
import { fieldOfDraft, type RowKernels } from "../rows/rowKernels.ts";
import { CLIMB_STEPS, isScarce } from "../rows/sparing.ts";
import { goalOf, greenAllowed, plantingLimit, ROUNDING } from "./goal.ts";

// where sheds and e-bike slots stand, so that they leave most to the stalls

/** Steps of a first look at the stalls: enough to tell good ground for e-bikes from bad. */
const LOOK_STEPS = 30;

/** Ways to arrange e-bikes; each is tried. */
const MANNERS: readonly SlotManner[] = [
  { stallGround: 0, largest: Infinity, green: null },
  { stallGround: 10, largest: Infinity, green: 3 },
  { stallGround: 1, largest: Infinity, green: null },
  { stallGround: 10, largest: Infinity, green: null },
];

/** A first look at the stalls beside what a draft has placed. */
function look(at: Draft, kernels: RowKernels): Look {
  const known = looks.get(at);
  if (known !== undefined) return known;
  // the field of the first arrangement stays as it is
  const field = fieldOfDraft(at, kernels.within());
  const goal = goalOf(at);
  goal.greenLimit = Math.min(goal.greenLimit, plantingLimit(at));
  const search = improver(field, goal, at.problem.scenario.seed);
  const steps = LOOK_STEPS + (isScarce(goal.greenLimit) ? CLIMB_STEPS : 0);
  for (let step = 0; step < steps; step++) search.step(step / steps);
  const made = { state: search.best, field };
  looks.set(at, made);
  return made;
}

/**
 * Of arrangements that have been found for nearly the same problem, the one that leaves most to the stalls under this one, as
 * far as a first look shows; null where none of them keeps to its green.
 */
export function bestArranged(arranged: readonly Draft[], kernels: RowKernels): Draft | null {
  const places = arranged.map(({ features }) => placesOf(features));
  const lawful = arranged.filter((draft, i) => places.indexOf(places[i]) === i && greenAllowed(draft) >= -ROUNDING);
  if (lawful.length < 2) return lawful[0] ?? null;
  const values = lawful.map((draft) => look(draft, kernels).state.value);
  return lawful.reduce((best, draft, i) => (values[i] < values[lawful.indexOf(best)] - 1e-6 ? draft : best));
}

interface Look {
  readonly state: State;
  readonly field: Field;
}

const looks = new WeakMap<Draft, Look>();

/** The new stalls that a look has found, with their access aisles. */
function stallsOf(draft: Draft, { field, state }: ReturnType<typeof look>): (PlanFeature & { shape: Area })[] {
  return assemble(draft.problem.site, field, state.rows).flatMap((feature) =>
    (feature.kind === "stall" && feature.properties.status === "new") || feature.kind === "accessAisle"
      ? [feature]
      : [],
  );
}

/**
 * Sheds rebuilt: where they stand, or round their old place where that leaves more stalls as far as a first look shows. The
 * draft is then of the site without them.
 */
export function withSheds(draft: Draft, inPlace: Draft, kernels: RowKernels): Draft {
  const { site } = draft.problem;
  if (inPlace === draft) return draft;
  const old = featuresOf(site, "shed").filter(({ properties }) => properties.status === "rebuild");
  // several would have to make room for each other
  if (old.length !== 1) return inPlace;
  const [shed] = old;
  const cleared = { ...draft, problem: { ...draft.problem, site: siteWithout(site, shed) } };
  // where the stalls have nothing to gain from its ground, it stays
  const gain = () => look(inPlace, kernels).state.value - look(cleared, kernels).state.value;
  if (inPlace.unmet.length === draft.unmet.length && gain() <= 1e-6) return inPlace;
  const middle = middleOfBox(shed.shape);
  const stalls = stallsOf(cleared, look(cleared, kernels))
    .map(({ shape }) => shape)
    .sort((a, b) => distance(middleOfBox(b), middle) - distance(middleOfBox(a), middle));
  const hasToMove = inPlace.unmet.length > draft.unmet.length;
  const around = near(shed.shape, (hasToMove ? MOVED[MOVED.length - 1] : BESIDE).reach);
  const contested = stalls.filter((stall) => regionArea(intersect(regionOf([stall]), around)) > 0).length;
  // those nearest to the old place make room first; all of them where it cannot stay
  const tries = hasToMove ? MOST_TRIED_TO_MOVE : MOST_TRIED;
  const most = hasToMove ? contested : contested - 1;
  const least = leastInShed(shed, inPlace);
  for (let going = 0; going <= most; going++) {
    const kept = regionOf(stalls.slice(0, stalls.length - going));
    let beside: Draft | null = null;
    for (const within of hasToMove ? MOVED : [BESIDE])
      beside ??= shedBeside(cleared, shed, kept, { least, most: tries, within });
    if (beside === null || greenAllowed(beside) < -ROUNDING) continue;
    // what is pinned may stand where it stood
    if (hasToMove) return beside;
    const better = look(beside, kernels).state.value < look(inPlace, kernels).state.value - 1e-6;
    return better ? beside : inPlace;
  }
  return inPlace;
}

/** Slots of today; as many as there are chargers asked for in the shed where it holds so many at its place. */
function leastInShed({ properties }: SiteFeature<"shed">, inPlace: Draft): number {
  const held = planFeaturesOf(inPlace.features, "shed").reduce((sum, shed) => sum + shed.properties.slots, 0);
  return Math.max(1, properties.slots ?? 0, Math.min(held, chargersInShed(inPlace.problem.scenario.demand)));
}

const without = new WeakMap<SiteFeature, Site>();

/** One site, whoever asks: what is found of it is found once. */
function siteWithout(site: Site, shed: SiteFeature): Site {
  const known = without.get(shed);
  if (known !== undefined) return known;
  const made = { ...site, features: site.features.filter((feature) => feature !== shed) };
  without.set(shed, made);
  return made;
}

function middleOfBox({ shell }: Area): Point {
  const [minX, minY, maxX, maxY] = bounds(shell);
  return [(minX + maxX) / 2, (minY + maxY) / 2];
}

/** Slots that are asked for beside those that are pinned. */
function missingOf({ features }: Draft, wanted: number): number {
  return Math.max(
    0,
    wanted - planFeaturesOf(features, "ebikeSlot").filter(({ properties }) => properties.where === "leftover").length,
  );
}

/** E-bike slots on leftovers as they first fit. */
export function firstSlots(draft: Draft): Draft {
  const wanted = slotsOnLeftovers(draft.problem.scenario.demand);
  if (wanted === 0) return draft;
  const left = leftoversOf(draft);
  return ebikesOnLeftovers(draft, missingOf(draft, wanted), { left, stalls: EMPTY, withGreen: () => left }, MANNERS[0]);
}

/** E-bike slots on leftovers, of several arrangements the one that leaves most to the stalls as far as a first look shows. */
export function withSlots(
  draft: Draft,
  known: { readonly sheds: Draft; readonly first: Draft },
  kernels: RowKernels,
): Draft {
  const first = draft === known.sheds ? known.first : firstSlots(draft);
  const wanted = slotsOnLeftovers(draft.problem.scenario.demand);
  if (wanted === 0) return first;
  const found = stallsOf(draft, look(draft, kernels));
  const stalls = regionOf(found.map(({ shape }) => shape));
  let wide: Leftovers | null = null;
  const withGreen = () => {
    // green is given for stalls: they keep their ground, and bicycles their way round them
    wide ??= leftoversWithGreen({ ...draft, features: [...draft.features, ...found] });
    return wide;
  };
  const ground = { left: leftoversOf(draft), stalls, withGreen };
  const missing = missingOf(draft, wanted);
  const placesIn = (one: Draft) => placesOf(one.features.slice(draft.features.length));
  const tried = new Set<string>();
  // beside no slots at all the stalls lose nothing: what leaves them as much is not bettered
  const least = look(draft, kernels).state.value + 1e-6;
  let best: { draft: Draft; missing: number; value: number } | null = null;
  const arrangements = [
    () => first,
    ...MANNERS.slice(1).map((manner) => () => ebikesOnLeftovers(draft, missing, ground, manner)),
  ];
  for (const arrange of arrangements) {
    const arranged = arrange();
    const places = placesIn(arranged);
    if (tried.has(places)) continue;
    tried.add(places);
    const missing = arranged.unmet.length + (greenAllowed(arranged) < -ROUNDING ? 1 : 0);
    const { value } = look(arranged, kernels).state;
    if (best === null || missing < best.missing || (missing === best.missing && value < best.value - 1e-6))
      best = { draft: arranged, missing, value };
    if (missing === draft.unmet.length && value <= least) break;
  }
  return best?.draft ?? first;
}

/** Where things of a draft stand, to tell arrangements apart. */
function placesOf(features: readonly PlanFeature[]): string {
  return features.map(({ shape }) => ("shell" in (shape as object) ? (shape as Area).shell.join(" ") : "")).join("; ");
}
