import { InputError } from "../model/errors.ts";
import { type Area, bounds, type Shape } from "../model/geometry.ts";
import type { Lock } from "../model/scenario.ts";
import type { Site } from "../model/site.ts";
import { nearest } from "../model/words.ts";
import { PLAN_GEOMETRY, PLAN_KINDS, readStall } from "./planKinds.ts";
import { positionReader } from "./positions.ts";
import { readCrs } from "./projection.ts";
import type { GivenScenario } from "./scenarioSchema.ts";
import { type Mender, readArea, readLine, readPoint } from "./shapes.ts";
import { show } from "./show.ts";

type GivenLock = GivenScenario["locks"][number];

/** What a lock may stand for: a kind of a plan, or ground that stays as it is. */
const LOCK_AS = [...PLAN_KINDS, "empty"] as const;

/**
 * Locks of a scenario in local metres: ids that exist, geometry that can be what it is to stand for.
 * @throws InputError naming the lock and what is wrong with it
 */
export function readLocks(
  given: readonly GivenLock[],
  file: string,
  site: Site,
  knownIds: ReadonlySet<string>,
): Lock[] {
  const ids = new Set([...site.features.map(({ id }) => id), ...knownIds]);
  const mender: Mender = {
    reader: positionReader(file, readCrs(site.projection.crs, file)),
    projection: site.projection,
    // what is mended in a lock changes nothing of what it means
    note: () => {},
    turned: () => {},
  };
  return given.map((lock, i) => {
    const place = `locks[${i}]`;
    if ("id" in lock) return byId(lock.id, `${file}: ${place}.id`, ids);
    const as = LOCK_AS.find((word) => word === lock.as);
    if (as === undefined) throw new InputError(`${file}: ${place}.as: ${wordAs(lock.as)}`);
    const shape = shapeOf(lock.geometry, as, `${place}.geometry`, mender);
    if (isOff(shape, site)) {
      throw new InputError(`${file}: ${place}.geometry: this lies off the site; a place on it would be right.`);
    }
    return { shape, as };
  });
}

function byId(id: string, place: string, ids: ReadonlySet<string>): Lock {
  if (ids.has(id)) return { id };
  const near = nearest(id, ids);
  const right =
    near === null
      ? "an id of the site file, or of the plan that is gone on from, would be right."
      : `did you mean "${near}"? An id of the plan that is gone on from would be right too.`;
  throw new InputError(`${place}: nothing is called "${id}"; ${right}`);
}

function wordAs(word: string): string {
  const near = nearest(word, LOCK_AS);
  return `"${word}" is not right; ${near === null ? `one of ${LOCK_AS.join(", ")} would be right.` : `did you mean "${near}"?`}`;
}

function shapeOf(geometry: unknown, as: (typeof LOCK_AS)[number], place: string, mender: Mender): Shape {
  const { type, coordinates } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown };
  const types = as === "empty" ? ["Polygon"] : PLAN_GEOMETRY[as];
  const where = `${place}.coordinates`;
  const found = types.find((name) => name === type);
  if (found === "Point") return { type: "Point", at: readPoint(coordinates, where, mender) };
  if (found === "LineString") return { type: "LineString", line: readLine(coordinates, where, mender) };
  if (found === undefined) {
    const what = type === undefined ? "nothing stands here" : `${show(type)} is not right`;
    throw new InputError(`${mender.reader.file}: ${place}.type: ${what}; ${types.join(" or ")} would be right.`);
  }
  const area: Area = as === "stall" ? readStall(coordinates, where, mender) : readArea(coordinates, where, mender);
  return { type: "Polygon", area };
}

/** True when nothing of the site, its frontages included, is anywhere near: both boxes lie apart. */
function isOff(shape: Shape, site: Site): boolean {
  const box = boxOf(shape);
  const grounds: Area[] = [site.boundary];
  for (const feature of site.features) if (feature.kind === "frontage") grounds.push(feature.shape);
  return grounds.every(({ shell }) => {
    const [minX, minY, maxX, maxY] = bounds(shell);
    return box[0] > maxX || box[2] < minX || box[1] > maxY || box[3] < minY;
  });
}

function boxOf(shape: Shape): readonly [number, number, number, number] {
  if (shape.type === "Point") return [...shape.at, ...shape.at];
  return bounds(shape.type === "LineString" ? shape.line : shape.area.shell);
}
