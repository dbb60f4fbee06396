import { AISLE_KINDS, PARKING_ANGLES } from "../model/demand.ts";
import { featuresOf, isCompound, type SiteFeature } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { narrowerStalls } from "../rules/table.ts";
import { type Finding, lookupOf, metres, middleOf, type Outcome, type Scene, type Standing, within } from "./scene.ts";
import { leastSize, stallsOf } from "./stalls.ts";

// lines of the rulebook that say in the code's own words what the facts have judged

/** Rules of the codes that the parking table restates. */
const TWINS: Readonly<Record<string, string>> = {
  "car.stall.perpendicular.width": "parking.90.width",
  "car.stall.perpendicular.depth_wall": "parking.90.length",
  "car.aisle.perpendicular.back_in": "parking.90.aisle.two_way",
  "car.stall.parallel.length": "parking.0.length",
  "car.stall.parallel.width_wall": "parking.0.width",
  "car.aisle.parallel": "parking.0.aisle.two_way",
  "car.oblique.30.aisle_oneway": "parking.30.aisle.one_way",
  "car.oblique.45.aisle_oneway": "parking.45.aisle.one_way",
  "car.oblique.60.aisle_oneway_nose_in": "parking.60.aisle.one_way",
};

/** Sizes of new stalls by angle, the aisles before them, and the codes' own rules of the same thing. */
export function parkingTableKept(scene: Scene, mouths: Outcome): Outcome[] {
  const known = (outcome: Outcome) => scene.rules.rules.has(outcome.rule);
  const lines = [...sizes(scene), ...aisles(scene, mouths)].filter(known);
  const twins = [...Object.entries(TWINS), ...narrow(scene)].flatMap(([rule, key]) => {
    const line = lines.find((outcome) => outcome.rule === key);
    // a breach is told once, under the table that the scenario may have changed
    return line === undefined || (line.findings ?? []).length > 0 ? [] : [{ ...line, rule }];
  });
  return [...lines, ...twins.filter(known), ...roomAroundCars(scene, lines).filter(known)];
}

/** The room that a code asks for around the car it draws stalls for, and what of a stall makes it up. */
const AROUND = [
  { rule: "car.clear.side_to_side", of: "parking.90.width", car: "width", sides: 1 },
  { rule: "car.clear.to_column", of: "parking.90.width", car: "width", sides: 2 },
  { rule: "car.clear.to_wall.longitudinal", of: "parking.90.length", car: "length", sides: 1 },
  { rule: "car.clear.parallel_longitudinal", of: "parking.0.length", car: "length", sides: 1 },
] as const;

/**
 * Clearances between cars, and to columns and walls at their ends, as the stalls give them: nothing stands on a stall, so that
 * beside a column half of what the stall is wider than the car is left. Too small a stall is told under its size.
 */
function roomAroundCars({ rules }: Scene, lines: readonly Outcome[]): Outcome[] {
  return AROUND.flatMap(({ rule, of, car, sides }): Outcome[] => {
    const required = rules.rules.get(rule)?.value ?? null;
    const size = rules.rules.get(`car.design_vehicle.small.${car}`)?.value;
    const line = lines.find((outcome) => outcome.rule === of);
    if (line === undefined || typeof line.measured !== "number" || typeof size !== "number") return [];
    if ((line.findings ?? []).length > 0) return [];
    return [{ rule, findings: [], required, measured: (line.measured - size) / sides, unit: "m" }];
  });
}

/** Rules of the aisles that narrower stalls ask for, where the stalls are that narrow. */
function narrow(scene: Scene): [rule: string, key: string][] {
  return PARKING_ANGLES.flatMap((angle) =>
    narrowerStalls(scene.rules, angle)
      .filter(({ width }) => scene.table.stall(angle).width <= width)
      .map(({ rule }): [string, string] => [rule, `parking.${angle}.aisle.${angle === 90 ? "two_way" : "one_way"}`]),
  );
}

function sizes(scene: Scene): Outcome[] {
  const stalls = stallsOf(scene).filter((stall) => stall.feature.properties.status === "new");
  return PARKING_ANGLES.flatMap((angle) =>
    (["width", "length"] as const).map((side): Outcome => {
      const own = stalls.filter((stall) => stall.feature.properties.parkingAngle === angle);
      const rule = `parking.${angle}.${side}`;
      if (own.length === 0) return { rule, findings: null, required: null, measured: null, unit: "m" };
      const findings: Finding[] = [];
      let least = Infinity;
      for (const { id, feature, outline } of own) {
        const required = leastSize(feature, scene)[side];
        const measured = feature.properties[side];
        least = Math.min(least, measured);
        if (measured >= required - OVERLAP_TOLERANCE) continue;
        const what = side === "width" ? "wide" : "long";
        const note = `stall ${id} is ${metres(measured)} ${what} where ${metres(required)} is asked at ${angle}°.`;
        const at = middleOf(outline);
        findings.push({ required, measured, features: [id], at, note, amount: required - measured });
      }
      return { rule, findings, required: scene.table.stall(angle)[side], measured: least, unit: "m" };
    }),
  );
}

function aisles(scene: Scene, mouths: Outcome): Outcome[] {
  return PARKING_ANGLES.flatMap((angle) =>
    AISLE_KINDS.map((kind): Outcome => {
      const rule = `parking.${angle}.aisle.${kind === "one-way" ? "one_way" : "two_way"}`;
      const required = scene.table.aisle(angle, kind);
      const own = stallsOf(scene).filter(
        ({ feature }) =>
          feature.properties.parkingAngle === angle &&
          (scene.oneWay.has(feature.properties.aisle) ? "one-way" : "two-way") === kind,
      );
      if (own.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
      const ids = new Set(own.map(({ id }) => id));
      // a mouth's fault names the stall first and then what is in its way: a row across is not at fault
      const findings = (mouths.findings ?? []).filter(({ features }) => ids.has(features[0]));
      // where the code knows no such aisle, what is asked is the other kind
      return mirrored(rule, required ?? "one-way", "m", { ...mouths, findings }, own);
    }),
  );
}

/** A compound's ways to its stalls are single lanes at least. */
export function singleLanes(scene: Scene, reach: Outcome): Outcome {
  const rule = "road.lane.single_width";
  if (!isCompound(scene.site) || reach.measured === null) {
    return { rule, findings: null, required: reach.required, measured: null, unit: "m" };
  }
  return mirrored(rule, reach.required, "m", reach, stallsOf(scene));
}

/** The ground of trees, by what protects them. */
export function treesKeptClear(scene: Scene, overlaps: Outcome): Outcome[] {
  const trees = featuresOf(scene.site, "tree");
  const by = (rule: string, own: readonly { readonly id: string }[]): Outcome => {
    const required = scene.rules.rules.get(rule)?.value ?? null;
    const unit = scene.rules.rules.get(rule)?.unit ?? "";
    if (own.length === 0) return { rule, findings: null, required, measured: null, unit };
    return mirrored(rule, required, unit, overlaps, own);
  };
  const kept = trees.filter(({ properties }) => properties.protection === "none" && properties.status !== "protected");
  return [
    by(
      "tree.old_protection.old_famous_tree",
      trees.filter((tree) => tree.properties.protection === "old"),
    ),
    by(
      "tree.old_protection.follow_up_80_100y",
      trees.filter((tree) => tree.properties.protection === "followUp"),
    ),
    under(scene, by("tree.root_zone_soft.min", kept), kept),
    by("tree.root_zone_soft.keep_clear_radius_times_dbh", kept),
  ];
}

/** Likewise with how near to a trunk something new stands, and under which crowns: trees that stay and are touched. */
function under(scene: Scene, line: Outcome, trees: readonly SiteFeature<"tree">[]): Outcome {
  if (line.findings === null || line.findings.length > 0) return line;
  const things = lookupOf([...scene.standing.filter(isHard), ...scene.driven]);
  const touched = trees.flatMap(({ id, shape, properties: { crownRadius } }) => {
    const apart = within(things, shape, crownRadius)
      .map(({ distance }) => distance)
      .filter((distance) => distance < crownRadius);
    return apart.length === 0 ? [] : [{ id, apart: Math.min(...apart) }];
  });
  if (touched.length === 0) return line;
  const measured = Math.min(...touched.map(({ apart }) => apart));
  const ids = touched.map(({ id }) => id).join(", ");
  return {
    ...line,
    measured,
    note: `Something new is laid under the crowns of ${ids}, ${metres(measured)} from a trunk at the nearest; no tree is moved for it.`,
  };
}

/** Planting may stand under a tree; what is today is no news. */
function isHard({ kind, feature }: Standing): boolean {
  return kind !== "green" && !("status" in feature.properties && feature.properties.status === "existing");
}

/** What a fact has found of some things, as one line under a rule: the fact tells each place. */
function mirrored(
  rule: string,
  required: Outcome["required"],
  unit: string,
  fact: Outcome,
  own: readonly { readonly id: string }[],
): Outcome {
  const ids = new Set(own.map(({ id }) => id));
  const guilty = (fact.findings ?? []).filter((finding) => finding.features.some((id) => ids.has(id)));
  if (guilty.length === 0) return { rule, findings: [], required, measured: required, unit };
  const worst = guilty.reduce((most, next) => (next.amount > most.amount ? next : most));
  const features = [...new Set(guilty.flatMap((finding) => finding.features))];
  const note = `${guilty.length === 1 ? "One place fails" : `${guilty.length} places fail`}: see ${fact.rule}.`;
  const measured = typeof required === "number" && unit === "m" ? Math.max(0, required - worst.amount) : worst.measured;
  return {
    rule,
    findings: [
      {
        required,
        measured,
        features,
        at: worst.at,
        note,
        amount: worst.amount,
        mirrors: { rule: fact.rule, findings: guilty },
      },
    ],
    required,
    measured,
    unit,
  };
}
