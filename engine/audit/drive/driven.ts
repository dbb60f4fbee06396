import type { Area, Point, Ring } from "../../model/geometry.ts";
import { planFeaturesOf } from "../../model/plan.ts";
import type { Subject } from "../scene.ts";
import { asRectangle } from "../width.ts";
import { type Changes, changesOf } from "./changes.ts";
import { FINE, type Pose } from "./engine.ts";
import { frontOf, type Ground, groundOf, paced, ringAt } from "./ground.ts";
import { eachSpanIn, type Terrain } from "./terrain.ts";
import { driveToday, type Lack, NEAR, type Today } from "./today.ts";
import { type Places, type Tracks, tracksOf } from "./tracks.ts";
import { type Ways, waysOn } from "./ways.ts";

/** A place of a lane is driven when the engine's axis comes this near, metres, or this share of a wide lane's width. */
const BESIDE = 3.2;
const BESIDE_SHARE = 0.75;

/** States looked at on the ground of each plan, where today's way is no longer free. */
const MOST_STATES = 400_000;

/** So many places are looked for there one by one, then all that is reached is found at once. */
const ONE_BY_ONE = 4;

/** Two stops this near to each other are one, metres. */
const SAME_STOP = 1;

/** Places of a lane are this many cells apart. */
const EVERY = 4;

/**
 * What came of driving one lane: to its end; not, but today neither (`as today`); no longer (`shut`); or the search was
 * given up because the site is too large for it.
 */
export interface LaneDrive {
  readonly lane: string;
  readonly status: "driven" | "as today" | "shut" | "given up";
  /** A place of the lane that is not reached; null when all are. */
  readonly missed: Point | null;
  /** Metres of pavement that are lacking today at that place; null where nothing is missed or no widening would do. */
  readonly lack: number | null;
  /** Bodies along the way that it would take with that much more pavement. */
  readonly wider: readonly Area[];
  /** Where it comes to a stop. */
  readonly at: Point | null;
  /** Where the body comes to a stop on the plan's own ground: what new stands beside it has shut the way. */
  readonly stuck: Ring | null;
  /** Bodies from a gate along the lane, by place reached. */
  readonly ways: readonly (readonly Ring[])[];
  /** Likewise, as poses. */
  readonly paths: readonly (readonly Pose[])[];
}

const known = new WeakMap<Subject["features"], readonly LaneDrive[] | null>();

/**
 * Drives the rulebook's engine from the gates for engines along every lane of a plan, forwards; out it goes the same way
 * backwards. Null where the profile has no engine, the plan no lane or the site no gate for engines. Found once for the
 * same features.
 */
export function drive(subject: Subject): readonly LaneDrive[] | null {
  const made = known.get(subject.features);
  if (made !== undefined) return made;
  const driven = find(subject);
  known.set(subject.features, driven);
  return driven;
}

/**
 * Drives along them again where things have gone from the ground that it was driven on before: what was driven stays so.
 * @param lanes ids of those that are driven; null: all
 */
export function driveAgain(
  subject: Subject,
  before: readonly LaneDrive[],
  lanes: ReadonlySet<string> | null = null,
): readonly LaneDrive[] {
  return find(subject, before, lanes) ?? [];
}

function find(
  subject: Subject,
  last: readonly LaneDrive[] = [],
  only: ReadonlySet<string> | null = null,
): LaneDrive[] | null {
  const lanes = planFeaturesOf(subject.features, "fireLane").filter(({ id }) => only === null || only.has(id));
  const before = driveToday(subject);
  if (lanes.length === 0 || before.ground === null) return null;
  const fine = paced(before.ground, FINE);
  let own: Ways | null = null;
  const course: Course = {
    fine,
    before,
    changes: changesOf(subject, before.ground),
    ways() {
      own ??= waysOn(groundOf(subject, subject.features) ?? fine, MOST_STATES, ONE_BY_ONE);
      return own;
    },
  };
  // poses of the fine table, so that bodies come from one table
  const reached = tracksOf(fine);
  return lanes.map(({ id, shape }) => {
    const driven = last.find(({ lane, status }) => lane === id && status === "driven");
    for (const path of driven?.paths ?? []) reached.add(path);
    return driven ?? driveLane(course, id, shape, reached);
  });
}

interface Course {
  /** Today's ground, told apart finely. */
  readonly fine: Ground;
  readonly before: Today;
  readonly changes: Changes;
  /** On the plan's own ground, which is made only where today's ways do not do. */
  ways(): Ways;
}

/** The way taken today where it is still free; else a way is looked for on the plan's own ground. */
function driveLane(
  { fine, before, changes, ways: own }: Course,
  lane: string,
  shape: Area,
  reached: Tracks,
): LaneDrive {
  const { terrain } = fine;
  const places = placesOn(terrain, shape);
  const ways: Ring[][] = [];
  const paths: (readonly Pose[])[] = [];
  const beside = Math.max(BESIDE, BESIDE_SHARE * asRectangle(shape).width);
  const open = reached.beyond(places, beside);
  while (open.count > 0) {
    const target = open.farthest(beside);
    const lack = before.lackAt(target);
    const free = changes.leaveFree(lack.bodies);
    const isFree = free === lack.bodies.length;
    let way = lack.metres === 0 && isFree ? { path: lack.path, bodies: lack.bodies.map(({ shell }) => shell) } : null;
    if (way === null) {
      const asToday = lack.metres === Infinity || (lack.metres > 0 && isFree);
      // where nothing is paved near the place of the fault, nothing has cured it
      const tried =
        asToday && !changes.openNear(lack.at)
          ? null
          : own().to(target, NEAR, lack.metres === 0 ? lack.path.slice(0, free) : []);
      if (tried === null || tried.path === null) {
        const { metres, at } = lack;
        // today's way is stood on, and no other was found as far as was looked
        const isStoodOn = metres === 0 && tried?.whole === false;
        const stop = isStoodOn ? lack.path[free] : (tried?.stop ?? null);
        const isAsToday = asToday || (tried?.whole === true && stopsAsToday(fine, lack, tried.stop, free));
        return {
          lane,
          status: isAsToday ? "as today" : Number.isNaN(metres) ? "given up" : "shut",
          missed: target,
          lack: Number.isFinite(metres) ? metres : null,
          wider: metres > 0 && Number.isFinite(metres) ? lack.bodies : [],
          at,
          stuck: stop === null || stop === undefined ? null : ringAt(fine, stop),
          ways,
          paths,
        };
      }
      way = { path: tried.path, bodies: tried.path.map((pose) => ringAt(fine, pose)) };
    }
    ways.push(way.bodies);
    paths.push(way.path);
    reached.add(way.path);
    // the target itself is reached by the front, which may stop short of the axis coming beside it
    open.narrow(target, beside);
  }
  return { lane, status: "driven", missed: null, lack: null, wider: [], at: null, stuck: null, ways, paths };
}

/** The middles of every fourth cell of a lane in every fourth row, flat. */
function placesOn(terrain: Terrain, lane: Area): Places {
  const { columns } = terrain;
  const places: number[] = [];
  eachSpanIn(terrain, lane, (from, end) => {
    const first = from % columns;
    if (((from - first) / columns) % EVERY !== 0) return;
    for (let row = from + ((EVERY - (first % EVERY)) % EVERY); row < end; row += EVERY)
      places.push(...terrain.centre(row));
  });
  return Float64Array.from(places);
}

/**
 * Whether the engine, which lacks pavement today, stops where it stops today: what new stands on the way that it would take
 * with more of it stands before that place, and it got past.
 */
function stopsAsToday(fine: Ground, { metres, path, at }: Lack, stop: Pose | null, free: number): boolean {
  if (stop === null || at === null || !(metres > 0)) return false;
  const [x, y] = frontOf(fine, stop);
  if ((x - at[0]) ** 2 + (y - at[1]) ** 2 > SAME_STOP * SAME_STOP) return false;
  const apart = path.map((pose) => (pose.x - stop.x) ** 2 + (pose.y - stop.y) ** 2);
  return free <= apart.indexOf(Math.min(...apart));
}
