import { measure } from "../measure.ts";
import type { AuditLine, Measures } from "../model/plan.ts";
import type { Level, Rules, RuleValue } from "../model/rules.ts";
import type { Site } from "../model/site.ts";
import { today } from "../model/today.ts";
import { accessibleCount, accessibleWidth } from "./access.ts";
import {
  accessAisles,
  hydrantsClear,
  lockerFront,
  lockerPlacement,
  slotSize,
  slotsOffWalls,
  stallsOffHomes,
  stallsOffWalls,
} from "./amenities.ts";
import { circuits } from "./circuits.ts";
import { climbers } from "./climbers.ts";
import { compensationOrder } from "./compensation.ts";
import { lanesAlongHomes, lanesOffWalls } from "./coverage.ts";
import { deadEnds } from "./deadEnds.ts";
import { engineDriven } from "./driving.ts";
import {
  bikeAisles,
  chargersApart,
  slotGroups,
  slotsOffExits,
  slotsOffFrail,
  slotsReached,
  slotsWellOffWalls,
} from "./ebikes.ts";

import { existingUnchanged, greenAccounted, measuresAgree } from "./existing.ts";
import { footwaysFree } from "./footway.ts";
import { entranceWidths, fireGateHeights, fireGates, lotEntrances, sightAtGates } from "./gates.ts";
import { balance, ratio, trees } from "./greening.ts";
import { laneClear, laneWidth } from "./lanes.ts";
import { locksKept, pinsThere } from "./locks.ts";
import { mouthAisle } from "./mouth.ts";
import { plantingCounts, plantingOffWalls } from "./planting.ts";
import { reachable } from "./reach.ts";
import { referencesHold } from "./references.ts";
import { parkingTableKept, singleLanes, treesKeptClear } from "./rulebook.ts";
import { namesToday } from "./sameToday.ts";
import { type Finding, type Outcome, type Scene, type Subject, sceneOf } from "./scene.ts";
import { chargingOffHomes, parkingOffBuildings } from "./separation.ts";
import { stallShape } from "./stalls.ts";
import { insideSite, noOverlap, offDrivenGround } from "./standing.ts";
import { sweptAsDriven } from "./swept.ts";
import { turnaroundSizes } from "./turnarounds.ts";
import { gasCovered } from "./utilities.ts";
import { walksToDoors } from "./walk.ts";
import { roomBesideWalls, waysOffDwellings } from "./walls.ts";

export type { Subject } from "./scene.ts";

/** Clause of each fact that every profile has. */
const FACTS: Readonly<Record<string, string>> = {
  "fact.inside_site": "FORMAT 4.1",
  "fact.no_overlap": "FORMAT 4.1",
  "fact.off_driven_ground": "FORMAT 4.1",
  "fact.stall_shape": "FORMAT 4.2",
  "fact.mouth_aisle": "FORMAT 4.2",
  "fact.reachable": "FORMAT 4.3",
  "fact.circuit": "FORMAT 4.3",
  "fact.fire_lane": "FORMAT 4.4",
  "fact.fire_lane_width": "FORMAT 4.4",
  "fire.engine": "FORMAT 4.4",
  "fact.swept_path": "FORMAT 4",
  "fact.references": "FORMAT 4",
  "fact.planting": "FORMAT 3",
  "fact.measures_agree": "FORMAT 4.5",
  "fact.existing_unchanged": "FORMAT 4.6",
  "fact.green_accounted": "FORMAT 4.6",
  "fact.locks_kept": "FORMAT 3",
  "fact.pins_there": "FORMAT 3",
};

/** Facts that are only drawn, or told as unmet, warn. */
const FACT_LEVELS: Readonly<Record<string, Level>> = { "fact.swept_path": "should", "fact.pins_there": "should" };

/** The same fault today is no better than now when it differs by no more than this, metres. FORMAT.md section 4. */
const SAME_FAULT = 0.001;

/** Likewise a share of the site: what it is rounded to. */
const SAME_RATIO = 0.00005;

/**
 * Judges a plan from its features alone: facts 1 to 6 of FORMAT.md section 4 and every rule of the profile, checked or
 * not. Knows nothing of how the plan was made. One line a breach, one line a rule that holds or could not be checked.
 * Coordinates in local metres; amounts as each line's unit says.
 */
export function audit(subject: Subject & { readonly claimed: Measures | null }): AuditLine[] {
  const scene = sceneOf(subject);
  const measures = measure(subject);
  const outcomes = check(scene, measures, subject.claimed);
  const inherited = faultsOf(subject, outcomes);
  const lines: AuditLine[] = [];
  const seen = new Set<string>();
  const names = inherited.size === 0 ? NO_NAMES : namesToday(subject);
  for (const outcome of outcomes) {
    seen.add(outcome.rule);
    lines.push(...linesOf(outcome, subject, { faults: inherited, names }));
  }
  for (const rule of subject.rules.rules.values()) {
    if (seen.has(rule.key)) continue;
    lines.push({
      rule: rule.key,
      clause: clauseOf(rule.code, rule.clause),
      level: rule.level,
      scope: "new",
      required: rule.value,
      measured: null,
      unit: rule.unit,
      pass: null,
      features: [],
      at: null,
      note: "",
    });
  }
  return lines;
}

/** Windows nearer than the first are too near, nearer than the second are near. */
const GABLES = "stall.to_ground_floor_home.gable_without_windows_only_below";
const GOOD_FROM = "stall.to_ground_floor_home.good_from";

function check(scene: Scene, measures: Measures, claimed: Measures | null): Outcome[] {
  const overlaps = noOverlap(scene);
  const mouths = mouthAisle(scene);
  const reach = reachable(scene);
  const outcomes: (Outcome | null)[] = [
    insideSite(scene),
    overlaps,
    offDrivenGround(scene),
    stallShape(scene),
    mouths,
    reach,
    circuits(scene),
    laneWidth(scene),
    laneClear(scene),
    engineDriven(scene),
    sweptAsDriven(scene),
    referencesHold(scene),
    measuresAgree(claimed, claimed?.accessibleWalks === undefined ? measures : withWalks(scene, measures)),
    existingUnchanged(scene),
    greenAccounted(scene),
    locksKept(scene),
    pinsThere(scene),
    ratio(scene, measures),
    ...parkingTableKept(scene, mouths),
  ];
  const ofRulebook: [key: string, run: () => Outcome | Outcome[]][] = [
    ["road.lane.single_width", () => singleLanes(scene, reach)],
    ["green.balance_min", () => balance(scene, measures)],
    ["green.count_offset.wall", () => plantingCounts(scene)],
    ["green.count_offset.wall", () => plantingOffWalls(scene)],
    ["green.credit_vertical_roof_pergola", () => climbers(scene)],
    ["green.compensation_order", () => compensationOrder(scene)],
    ["road.footway_min", () => footwaysFree(scene)],
    ["tree.move_grounds", () => trees(scene)],
    ["tree.root_zone_soft", () => treesKeptClear(scene, overlaps)],
    ["locker.front_clear.dedicated_single", () => lockerFront(scene)],
    ["bike.slot.ebike.width", () => slotSize(scene)],
    ["ebike.to_building_wall", () => slotsOffWalls(scene)],
    ["locker.placement", () => lockerPlacement(scene)],
    ["stall.to_ground_floor_home.never_below", () => stallsOffWalls(scene)],
    [GABLES, () => stallsOffHomes(scene, GABLES)],
    [GOOD_FROM, () => stallsOffHomes(scene, GOOD_FROM)],
    ["hydrant.clear_radius", () => hydrantsClear(scene)],
    ["acc.aisle_width", () => accessAisles(scene)],
    ["acc.stall_total_width", () => accessibleWidth(scene)],
    ["acc.count_ratio_residential", () => accessibleCount(scene)],
    ["acc.count_by_stalls", () => accessibleCount(scene)],
    ["ev.stall_to_dwelling", () => chargingOffHomes(scene)],
    ["fire.parking.to_building", () => parkingOffBuildings(scene)],
    ["car.clear.to_wall.lateral", () => roomBesideWalls(scene)],
    ["road.edge_to_dwelling_wall", () => waysOffDwellings(scene)],
    ["bike.aisle.one_side", () => slotsReached(scene)],
    ["bike.aisle.two_sides", () => bikeAisles(scene)],
    ["ebike.group_max", () => slotGroups(scene)],
    ["ebike.to_safety_exit", () => slotsOffExits(scene)],
    ["ebike.to_building_wall.soft", () => slotsWellOffWalls(scene)],
    ["ebike.socket_spacing_min", () => chargersApart(scene)],
    ["ebike.forbidden_zones", () => slotsOffFrail(scene)],
    ["gate.sight_triangle", () => sightAtGates(scene)],
    ["gate.fire_clear_width", () => fireGates(scene)],
    ["fire.engine.height", () => fireGateHeights(scene)],
    ["lot.entrance_width", () => entranceWidths(scene)],
    ["lot.entrances_by_count", () => lotEntrances(scene)],
    ["utility.gas_cover_min", () => gasCovered(scene)],
    ["fire.lane.coverage_residential", () => lanesAlongHomes(scene)],
    ["fire.lane.to_wall", () => lanesOffWalls(scene)],
    ["fire.dead_end.trigger", () => deadEnds(scene)],
    ["fire.dead_end.turnaround", () => turnaroundSizes(scene)],
    ["fire.lane.turning_circle.pump_kerbs", () => turnaroundSizes(scene)],
  ];
  const known = familiesIn(scene.rules.rules);
  // a profile without it knows no such rule
  for (const [key, run] of ofRulebook) if (known.has(key)) outcomes.push(...[run()].flat());
  return outcomes.filter((outcome) => outcome !== null);
}

/** Looked at only where a plan claims them: they decide nothing. */
function withWalks(scene: Scene, measures: Measures): Measures {
  return { ...measures, accessibleWalks: walksToDoors(scene) ?? [] };
}

const families = new WeakMap<Rules["rules"], ReadonlySet<string>>();

/** The keys of a rulebook, and what they begin with up to a dot: such a key stands for a family of numbers. */
function familiesIn(rules: Rules["rules"]): ReadonlySet<string> {
  const known = families.get(rules);
  if (known !== undefined) return known;
  const made = new Set(rules.keys());
  for (const key of rules.keys())
    for (let dot = key.indexOf("."); dot >= 0; dot = key.indexOf(".", dot + 1)) made.add(key.slice(0, dot));
  families.set(rules, made);
  return made;
}

/** Faults of a site by itself, and what they were judged by. */
interface Inherited {
  readonly subject: Subject;
  readonly faults: ReadonlyMap<string, number>;
}

const inheritedBy = new WeakMap<Site, Inherited>();

const NO_FAULTS: ReadonlyMap<string, number> = new Map();

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** Faults that the site has by itself, by rule and features; found once a site for the same rules and scenario. */
function faultsOf(subject: Subject, outcomes: readonly Outcome[]): ReadonlyMap<string, number> {
  // a plan without a breach inherits none that would show
  if (outcomes.every(({ findings }) => (findings ?? []).length === 0)) return NO_FAULTS;
  const { site, rules, scenario } = subject;
  const known = inheritedBy.get(site);
  if (known !== undefined && known.subject.rules === rules && known.subject.scenario === scenario) return known.faults;
  const faults = faultsToday(subject);
  inheritedBy.set(site, { subject, faults });
  return faults;
}

/** The same checks on today's things as a plan of their own. */
function faultsToday(subject: Subject): Map<string, number> {
  const faults = new Map<string, number>();
  // nothing is locked today: what a scenario asks for is never inherited
  const alone = { ...subject, scenario: { ...subject.scenario, locks: [] }, features: today(subject.site) };
  const scene = sceneOf(alone);
  for (const outcome of check(scene, measure(alone), null)) {
    for (const finding of outcome.findings ?? []) {
      const key = faultKey(outcome.rule, finding);
      faults.set(key, Math.max(faults.get(key) ?? 0, finding.amount));
    }
  }
  return faults;
}

/** @param names what a plan's things are called today; the others have the same name */
function faultKey(rule: string, { features }: Finding, names: ReadonlyMap<string, string> = NO_NAMES): string {
  const ids = features.map((id) => names.get(id) ?? id);
  return `${rule} ${ids.sort().join(" ")}`;
}

/** What is wrong with a site by itself, and what a plan's things are called there. */
interface Today {
  readonly faults: ReadonlyMap<string, number>;
  readonly names: ReadonlyMap<string, string>;
}

/** Whether a site by itself fails a rule on the same things by as much. */
function isToday(rule: string, unit: string, finding: Finding, { faults, names }: Today): boolean {
  if (finding.amount < 0) return true;
  const before = faults.get(faultKey(rule, finding, names));
  return before !== undefined && finding.amount <= before + (unit === "ratio" ? SAME_RATIO : SAME_FAULT);
}

function linesOf(outcome: Outcome, subject: Subject, today: Today): AuditLine[] {
  const { rule, unit } = outcome;
  const book = subject.rules.rules.get(rule);
  const clause = book === undefined ? (FACTS[rule] ?? "") : clauseOf(book.code, book.clause);
  const level: Level = book?.level ?? FACT_LEVELS[rule] ?? "shall";
  const findings = outcome.findings;
  if (findings === null || findings.length === 0) {
    const pass = findings === null ? null : true;
    const { required, measured } = outcome;
    return [
      {
        rule,
        clause,
        level,
        scope: "new",
        required,
        measured: tidy(measured),
        unit,
        pass,
        features: [],
        at: null,
        note: outcome.note ?? "",
      },
    ];
  }
  return findings.map((finding) => {
    const { mirrors } = finding;
    const isOld =
      mirrors === undefined
        ? isToday(rule, unit, finding, today)
        : mirrors.findings.every((each) => isToday(mirrors.rule, "m", each, today));
    return {
      rule,
      clause,
      level,
      scope: isOld ? "inherited" : "new",
      required: tidy(finding.required),
      measured: tidy(finding.measured),
      unit,
      pass: false,
      features: finding.features,
      at: finding.at,
      note: finding.note,
    };
  });
}

function clauseOf(code: string, clause: string): string {
  return [code, clause].filter((part) => part !== "" && part !== "—").join(" ");
}

/** Numbers as they are written: to 0.1 mm. */
function tidy(value: RuleValue): RuleValue {
  if (typeof value !== "number") return value;
  const rounded = Math.round(value * 10000) / 10000;
  return rounded === 0 ? 0 : rounded;
}
