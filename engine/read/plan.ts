import { InputError } from "../model/errors.ts";
import type { PlanFeature, PlanKind } from "../model/plan.ts";
import type { Site } from "../model/site.ts";
import { nearest } from "../model/words.ts";
import { parseJson } from "./json.ts";
import { nearCheck } from "./near.ts";
import { PLAN_GEOMETRY, PLAN_KINDS, PLAN_READERS, readPlanShape } from "./planKinds.ts";
import { positionReader } from "./positions.ts";
import { type Crs, readCrs } from "./projection.ts";
import { propertyReader } from "./properties.ts";
import type { Mender } from "./shapes.ts";
import { show } from "./show.ts";

/** A plan file as read: features in local metres, and the `plan` member as it stands. */
export interface PlanFile {
  readonly features: readonly PlanFeature[];
  readonly header: Readonly<Record<string, unknown>> | null;
}

/** A feature whose id may still have to be made. */
type Unnamed = Omit<PlanFeature, "id"> & { readonly id: string | null };

/**
 * A plan from the text of its file, ours or edited by hand. What the auditor can judge is let through, right or wrong;
 * only what no plan can be is refused. Unknown properties pass; a missing id becomes `kind-n`.
 * @throws InputError one sentence: file, place, what is wrong, what would be right
 */
export function readPlan(text: string, file: string, site: Site): PlanFile {
  const json = parseJson(text, file) as Record<string, unknown> | null;
  if (json === null || json.type !== "FeatureCollection" || !Array.isArray(json.features)) {
    throw new InputError(`${file}: this is no plan; a GeoJSON FeatureCollection would be right.`);
  }
  const crs = readCrs(json.crs, file);
  checkCrs(crs, readCrs(site.projection.crs, file), file);
  const mender: Mender = {
    reader: positionReader(file, crs, nearCheck(site.boundary.shell, site.projection, crs, file)),
    projection: site.projection,
    note: () => {},
    turned: () => {},
  };
  const features = named(
    (json.features as unknown[]).map((item, row) => readFeature(item, row, mender)),
    file,
  );
  const header = json.plan;
  const isHeader = header !== null && typeof header === "object" && !Array.isArray(header);
  return { features, header: isHeader ? (header as Record<string, unknown>) : null };
}

function checkCrs(crs: Crs, own: Crs, file: string): void {
  if (crs.sort === own.sort && crs.definition === own.definition) return;
  const name = (which: Crs) => which.member?.properties.name ?? "longitude/latitude";
  throw new InputError(
    `${file}: crs: the plan is in ${name(crs)}, its site in ${name(own)}; the site's would be right.`,
  );
}

/** Features with ids of their own: given ones stand, missing ones count up past them. */
function named(features: readonly Unnamed[], file: string): PlanFeature[] {
  const taken = new Set<string>();
  features.forEach(({ id }, row) => {
    if (id === null) return;
    if (taken.has(id)) {
      throw new InputError(
        `${file}: features[${row}].properties.id: "${id}" stands twice; an id of its own would be right.`,
      );
    }
    taken.add(id);
  });
  const counts = new Map<PlanKind, number>();
  return features.map((feature) => {
    if (feature.id !== null) return feature as PlanFeature;
    let n = (counts.get(feature.kind) ?? 0) + 1;
    while (taken.has(`${feature.kind}-${n}`)) n++;
    counts.set(feature.kind, n);
    return { ...feature, id: `${feature.kind}-${n}` } as PlanFeature;
  });
}

function readFeature(item: unknown, row: number, mender: Mender): Unnamed {
  const { file } = mender.reader;
  const place = `features[${row}]`;
  const feature = isRecord(item) ? item : {};
  const properties = isRecord(feature.properties) ? feature.properties : {};
  const kind = PLAN_KINDS.find((known) => known === properties.kind);
  if (kind === undefined) throw new InputError(`${file}: ${place}.properties.kind: ${wordKind(properties.kind)}`);
  const geometry = isRecord(feature.geometry) ? feature.geometry : {};
  const type = PLAN_GEOMETRY[kind].find((known) => known === geometry.type);
  if (type === undefined) {
    const found = geometry.type === undefined ? "has no geometry" : `is a ${show(geometry.type)}`;
    throw new InputError(
      `${file}: ${place}.geometry: this ${kind} ${found}; ${PLAN_GEOMETRY[kind].join(" or ")} would be right.`,
    );
  }
  const shape = readPlanShape(kind, type, geometry.coordinates, `${place}.geometry.coordinates`, mender);
  return {
    kind,
    id: idOf(properties.id) ?? idOf(feature.id),
    shape,
    properties: PLAN_READERS[kind](propertyReader(properties, place, file), mender, place),
  } as Unnamed;
}

function wordKind(kind: unknown): string {
  const near = typeof kind === "string" ? nearest(kind, PLAN_KINDS) : null;
  const right = near === null ? `one of ${PLAN_KINDS.join(", ")} would be right.` : `did you mean "${near}"?`;
  return `${kind === undefined ? "nothing" : show(kind)} is no kind of a plan; ${right}`;
}

/** Words and whole numbers are ids; anything else is none. */
function idOf(value: unknown): string | null {
  if (typeof value === "string" && value !== "") return value;
  return typeof value === "number" ? String(value) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
