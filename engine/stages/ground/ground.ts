import type { PlanFeature } from "../../model/plan.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { parkingTable } from "../../rules/table.ts";
import type { Draft, Problem } from "../draft.ts";
import { type Limits, limitsOf } from "../limits.ts";
import { pinnedOf } from "../locks/pinned.ts";
import { area, Hazard, type HazardItem } from "../plane/hazard.ts";
import { growSquare, outlineOf, regionOf } from "../plane/region.ts";
import { accessibleWanted } from "../wanted.ts";
import { doorsRound } from "./doors.ts";
import { isNear, type Roads, roadsOf } from "./frontages.ts";
import { indexHazards, isHome, lockHazards, siteHazards } from "./hazards.ts";
import { bodiesOf, type Ground, type Kind, kindsBeside, kindsOf, type Module } from "./kinds.ts";
import { pathHazards } from "./paths.ts";
import { turnsOf } from "./turns.ts";
import { walkOf } from "./walk.ts";
import { wayHazards } from "./ways.ts";

/** What every stage of a compound needs to know about the site: found once a problem. */
export interface CompoundGround {
  readonly limits: Limits;
  readonly roads: Roads;
  readonly hazards: readonly HazardItem[];
  /** By frontage, as the site allows; nothing that a draft has placed is considered. */
  readonly kinds: readonly (readonly Kind[])[];
  /** The kinds beside more hazards: frontages that these do not come near keep theirs. */
  kindsBeside(more: readonly HazardItem[]): readonly (readonly Kind[])[];
  /** The ground as stalls along an aisle of our own see it, beside more hazards. */
  openTo(more: readonly HazardItem[]): Ground;
  /** What each angle asks for, 90° first. */
  readonly modules: readonly Module[];
}

/** A 90° mouth is taken to need this much where the profile has no table, metres. JGJ 100-2015 Table 4.3.4. */
const DEFAULT_AISLE = 5.5;

const found = new WeakMap<Problem, CompoundGround>();

/** What was found for a site last, and what of a problem it depends on: points of a sweep ask for other counts on the same ground. */
const alike = new WeakMap<Site, { readonly key: string; readonly ground: CompoundGround }>();

/** Pure: the same problem gives the same ground; kept so that stages do not find it again. */
export function groundOf(problem: Problem): CompoundGround {
  const known = found.get(problem);
  if (known !== undefined) return known;
  const key = keyOf(problem);
  const last = problem.fire === undefined ? alike.get(problem.site) : undefined;
  const ground = last !== undefined && last.key === key ? last.ground : find(problem);
  found.set(problem, ground);
  if (problem.fire === undefined) alike.set(problem.site, { key, ground });
  return ground;
}

/** Problems of one site with one key have the same ground: what is asked for in stalls and green moves no wall. */
function keyOf(problem: Problem): string {
  const { rules, scenario } = problem;
  const overrides = Object.entries(rules.overrides).filter(([key]) => !GREEN_ASKED.has(key));
  return JSON.stringify(
    [rules.profile, rules.version, overrides, scenario.layout, scenario.locks, accessibleWanted(problem, 1) > 0],
    (_key, value) => (value instanceof Float64Array ? [...value] : value),
  );
}

const GREEN_ASKED: ReadonlySet<string> = new Set(["green.balance_min", "green.ratio.min"]);

/** What was found for a problem first, for the same one with other ground kept for turns. */
interface Origin {
  readonly problem: Problem;
  readonly turns: readonly HazardItem[];
  readonly fixed: Omit<Ground, "hazards">;
  readonly open: readonly (readonly Kind[])[];
}

const origins = new WeakMap<Site, Origin>();

/** The origin of a problem that differs from it in its turns alone; null where there is none. */
function originOf(problem: Problem): Origin | null {
  const origin = origins.get(problem.site) ?? null;
  return origin !== null && keyOf(origin.problem) === keyOf(problem) ? origin : null;
}

function find(problem: Problem): CompoundGround {
  const { site, rules } = problem;
  const limits = limitsOf(rules);
  const roads = roadsOf(site);
  const origin = originOf(problem);
  const modules = modulesOf(problem, limits);
  const accessible = accessibleWanted(problem, 1) > 0;
  const across = modules.find((module) => module.angle === 90)?.aisle ?? DEFAULT_AISLE;
  // what the engine needs to turn: by a circle, until it has been driven
  const turns = problem.fire?.turns.map((turn) => area(Hazard.Turn, turn)) ?? turnsOf(site, roads, limits);
  const round = doorsRound(site, roads, limits.footway / 2);
  const first = [
    ...siteHazards(site, limits, across),
    ...wayHazards(site, roads.outline, limits, new Set(round.keys())),
    ...turns,
    ...lockHazards(problem),
    ...pinnedOf(problem).fronts.map((front) => area(Hazard.Mouth, front)),
  ];
  const fixed = origin?.fixed ?? {
    site: [site.boundary.shell, ...site.boundary.holes],
    roads: roads.outline,
    roadsBut: roads.but,
    green: outlineOf(
      regionOf(
        featuresOf(site, "green")
          .filter((green) => green.properties.convertible)
          .map((green) => green.shape),
      ),
    ),
    nearHomes: outlineOf(
      growSquare(
        regionOf(
          featuresOf(site, "building")
            .filter((building) => isHome(building.properties.use))
            .map((building) => building.shape),
        ),
        limits.homeGood,
      ),
    ),
    limits,
    walk: accessible ? walkOf(site) : null,
  };
  const beside = (known: readonly (readonly Kind[])[], more: readonly HazardItem[]): readonly (readonly Kind[])[] => {
    if (more.length === 0) return known;
    const added = indexHazards(more);
    return roads.frontages.map((frontage, row) => kindsBeside(known[row], frontage, added));
  };
  const free = { ...fixed, hazards: indexHazards(first) };
  // where no turn was kept before and none is now, nothing is new
  const changed = indexHazards(origin === null ? [] : [...origin.turns, ...turns]);
  const open = roads.frontages.map((frontage, row) =>
    origin !== null && !isNear(frontage, changed) ? origin.open[row] : kindsOf(frontage, modules, free),
  );
  if (origin === null) origins.set(site, { problem, turns, fixed, open });
  // ways for people are led where stalls would not be, so they come after a first look at the stalls
  const paths = pathHazards(site, roads, [...round.values()], limits.footway, () => bodiesOf(roads.frontages, open));
  const hazards = [...first, ...paths];
  const kinds = beside(open, paths);
  const kept = new Map<string, readonly (readonly Kind[])[]>();
  return {
    limits,
    roads,
    hazards,
    kinds,
    kindsBeside(more) {
      const key = textOf(more);
      const made = kept.get(key) ?? beside(kinds, more);
      if (kept.size === MOST_BESIDE) kept.clear();
      kept.set(key, made);
      return made;
    },
    openTo: (more) => ({ ...fixed, hazards: indexHazards([...hazards, ...more]) }),
    modules,
  };
}

/** Arrangements whose kinds are kept: a sweep of the model case tries as many. */
const MOST_BESIDE = 32;

/** Where hazards lie, to tell arrangements apart. */
function textOf(hazards: readonly HazardItem[]): string {
  return hazards
    .map(({ bit, shape }) => {
      if (shape.type === "disc") return `${bit} ${shape.at.join(" ")} ${shape.radius}`;
      return `${bit} ${shape.rings.map((ring) => ring.join(" ")).join("|")}`;
    })
    .join(";");
}

/** What the parking table asks of the stalls beside roads, 90° first. */
function modulesOf({ rules, scenario }: Problem, limits: Limits): Module[] {
  const table = parkingTable(rules, scenario.layout);
  const modules: Module[] = [];
  for (const angle of [90, 0] as const) {
    if (!scenario.layout.parkingAngles.includes(angle)) continue;
    const asked = table.aisle(angle, "two-way") ?? table.aisle(angle, "one-way");
    if (asked === null) continue;
    // a parallel stall's aisle is the lane itself
    const aisle = angle === 0 ? Math.max(asked, limits.laneWidth) : asked;
    modules.push({ angle, size: table.stall(angle), aisle });
  }
  return modules;
}

/** What a draft has placed already, and the ways to it, as hazards. */
export function hazardsIn({ features, ways = [] }: Draft): HazardItem[] {
  return [...placedHazards(features), ...ways];
}

/** What a draft has placed already, as hazards. */
export function placedHazards(features: readonly PlanFeature[]): HazardItem[] {
  return features.flatMap((feature) =>
    feature.kind === "locker" || feature.kind === "lockerPad" || feature.kind === "ebikeSlot"
      ? [area(Hazard.Placed, feature.shape)]
      : // bicycles are wheeled over it: cars may cross it, nothing may stand on it
        feature.kind === "bikeAisle"
        ? [area(Hazard.Way, feature.shape)]
        : feature.kind === "shed"
          ? [area(Hazard.Shed, feature.shape)]
          : [],
  );
}
