import type { Lock } from "../model/scenario.ts";
import type { Site } from "../model/site.ts";
import { geometryOf } from "./features.ts";

const POSITION = /\[\s+(-?[\d.]+),\s+(-?[\d.]+)\s+\]/g;

/**
 * A scenario's file with other locks, in the site's coordinates; everything else stays as it was written.
 * @param text of a scenario that has been read without fault; null: the site's default scenario
 */
export function writeLocks(text: string | null, locks: readonly Lock[], site: Site): string {
  const scenario = text === null ? {} : (JSON.parse(text) as Record<string, unknown>);
  const written = locks.map((lock) =>
    "shape" in lock ? { as: lock.as, geometry: geometryOf(lock.shape, site.projection) } : { id: lock.id },
  );
  // a position reads best on one line
  const json = JSON.stringify({ ...scenario, locks: written }, null, 2).replace(POSITION, "[$1, $2]");
  return `${json}\n`;
}
