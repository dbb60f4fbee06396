import type { Area, Point } from "../../model/geometry.ts";
import type { Rules } from "../../model/rules.ts";
import type { Site } from "../../model/site.ts";
import { today } from "../../model/today.ts";
import type { Subject } from "../scene.ts";
import { FINE, type Pose } from "./engine.ts";
import { frontOf, type Ground, groundOf, paced, ringAt } from "./ground.ts";
import { waysOn } from "./ways.ts";

/** The front reaches a place when it comes this near, metres: half a lane and half a step. */
export const NEAR = 3;

/** Places that are looked for today are rounded to whole metres: this much more is near. */
const ROUNDED = 0.75;

/** States looked at on the site as it is today: once a site, in one go over all of its roads. */
const MOST_TODAY = 400_000;

/**
 * On ground of so many cells each place is looked for by itself, which is soon done; on larger ground they are looked up in
 * what is found at once. One or the other, never by what was asked before: a plan's ways are the same for whoever drives
 * them again.
 */
const SMALL = 1_000_000;

/** Ground beyond the pavement that is tried when a place cannot be driven to, metres. */
const BEYOND = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** What an engine lacks today to come to a place, and the way it would take, in poses of the fine table. */
export interface Lack {
  /** Metres beyond the pavement; Infinity when no paving of convertible green would do, NaN when the search was given up. */
  readonly metres: number;
  readonly path: readonly Pose[];
  /** The engine's body at each pose of the path. */
  readonly bodies: readonly Area[];
  /** Where it comes to a stop; null where nothing is lacking, or not even the gate is passed. */
  readonly at: Point | null;
}

/** The site as it is, for whoever drives on it. */
export interface Today {
  /** Null where there is no engine or no gate for it. */
  readonly ground: Ground | null;
  lackAt(place: Point): Lack;
}

const known = new WeakMap<Rules["rules"], WeakMap<Site, Today>>();

/** What the engine lacks at places on the site alone. The ground is explored once a site, each place once. */
export function driveToday({ site, rules }: Pick<Subject, "site" | "rules">): Today {
  const bySite = known.get(rules.rules) ?? new WeakMap<Site, Today>();
  known.set(rules.rules, bySite);
  const made = bySite.get(site) ?? lacksOn(groundOf({ site, rules }, today(site)));
  bySite.set(site, made);
  return made;
}

function lacksOn(ground: Ground | null): Today {
  if (ground === null) return { ground, lackAt: () => ({ metres: Infinity, path: [], bodies: [], at: null }) };
  const isSmall = ground.terrain.columns * ground.terrain.rows <= SMALL;
  const ways = waysOn(ground, MOST_TODAY, isSmall ? Infinity : 0);
  const fine = paced(ground, FINE);
  const lacks = new Map<string, Lack>();
  // by the first of its numbers, which hardly any two poses share
  const bodiesAt = new Map<number, { readonly pose: Pose; readonly body: Area }[]>();
  const bodyAt = (pose: Pose): Area => {
    const alike = bodiesAt.get(pose.x) ?? [];
    bodiesAt.set(pose.x, alike);
    const known = alike.find(({ pose: { y, heading } }) => y === pose.y && heading === pose.heading);
    if (known !== undefined) return known.body;
    const body: Area = { shell: ringAt(fine, pose), holes: [] };
    alike.push({ pose, body });
    return body;
  };
  const lackOf = (metres: number, path: readonly Pose[], at: Point | null): Lack => {
    return { metres, path, bodies: path.map(bodyAt), at };
  };
  const find = (place: Point): Lack => {
    const near = NEAR + ROUNDED;
    const way = ways.to(place, near, []);
    if (way.path !== null) return lackOf(0, way.path, null);
    const at = way.stop === null ? null : frontOf(fine, way.stop);
    // what the most does not cure, less does not either
    const most = BEYOND[BEYOND.length - 1];
    const isCurable = ways.beyond(place, near, most).path !== null;
    for (const beyond of isCurable ? BEYOND : []) {
      const wider = ways.beyond(place, near, beyond);
      if (wider.path !== null) return lackOf(beyond, wider.path, at);
    }
    return lackOf(way.whole ? Infinity : Number.NaN, [], at);
  };
  return {
    ground,
    lackAt(place) {
      // one place a metre, so that plans that differ in a hair share what was found
      const rounded: Point = [Math.round(place[0]), Math.round(place[1])];
      const key = rounded.join(" ");
      const lack = lacks.get(key) ?? find(rounded);
      lacks.set(key, lack);
      return lack;
    },
  };
}
