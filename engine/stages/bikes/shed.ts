import type { Area } from "../../model/geometry.ts";
import type { PlanFeature, PlanKind, Unmet } from "../../model/plan.ts";
import { featuresOf, type SiteFeature } from "../../model/site.ts";
import type { Draft } from "../draft.ts";
import { sectionsAlong } from "../ground/frontages.ts";
import { groundOf } from "../ground/ground.ts";
import { isHome } from "../ground/hazards.ts";
import type { EbikeLimits } from "../limits.ts";
import { distanceTo, edgesOf, snappedArea } from "../plane/outline.ts";
import { areasOf, growSquare, intersect, type Region, regionArea, regionOf, subtract, union } from "../plane/region.ts";
import { type Edge, fromEdge, merged, type Span, startSpans, uncoveredSpans } from "../plane/section.ts";
import { joinedTo, keptClear, leftoversOf, walkedIn } from "./leftovers.ts";
import { less, near, roofOver, type ShedReach, type ShedRow, shedRows } from "./shedRows.ts";

/** Coverage may fall short by rounding, metres. */
const SLACK = 0.001;

/** What a planner may have pinned where a shed stands: no roof comes over it. */
const STANDS: ReadonlySet<PlanKind> = new Set<PlanKind>(["stall", "accessAisle", "locker", "lockerPad"]);

/** Slots side by side along a side of a shed, wheeled in from outside. */
interface Row {
  readonly edge: Edge;
  readonly spans: readonly Span[];
  readonly count: number;
}

/**
 * Old sheds rebuilt where they stand, with slots for e-bikes in rows that open to the outside: no aisle under the roof, so
 * that the same ground holds more. A shed that would hold fewer than today is left as it is, and that is said.
 */
export function rebuiltSheds(draft: Draft): Draft {
  let next = draft;
  for (const shed of featuresOf(draft.problem.site, "shed")) {
    if (shed.properties.status === "rebuild") next = rebuilt(next, shed);
  }
  return next;
}

/** A site without the sheds that are to be rebuilt, for one that stands elsewhere. */
function withoutOldSheds(draft: Draft): Draft {
  const { site } = draft.problem;
  const old = new Set(featuresOf(site, "shed").filter(({ properties }) => properties.status === "rebuild"));
  const features = site.features.filter((feature) => feature.kind !== "shed" || !old.has(feature));
  return { ...draft, problem: { ...draft.problem, site: { ...site, features } } };
}

/** A shed under a roof that the planner has pinned, with as many slots as it holds. The draft is then of the site without the old. */
export function shedUnder(draft: Draft, roof: Area): Draft {
  const old = featuresOf(draft.problem.site, "shed").filter(({ properties }) => properties.status === "rebuild");
  const cleared = withoutOldSheds(draft);
  // one that was pinned with its slots stands already
  if (draft.features.some(({ kind }) => kind === "shed")) return cleared;
  const today = old.reduce((sum, { properties }) => sum + (properties.slots ?? 0), 0);
  return rebuiltAs(cleared, roof, today);
}

function rebuilt(draft: Draft, { shape, properties }: SiteFeature<"shed">): Draft {
  return rebuiltAs(draft, shape, properties.slots ?? 0);
}

function rebuiltAs(draft: Draft, shed: Area, today: number): Draft {
  const { ebike } = groundOf(draft.problem).limits;
  const nearHomes = offHomes(draft, ebike.toWall);
  const rows = rowsOf(draft, subtract(regionOf([shed]), nearHomes), shed, ebike);
  const stood = draft.features.flatMap((one) => (STANDS.has(one.kind) ? [one.shape as Area] : []));
  const isStoodOn = regionArea(intersect(regionOf(stood), regionOf([shed]))) > SLACK;
  const got = isStoodOn ? 0 : rows.reduce((sum, { count }) => sum + count, 0);
  if (got === 0 || got < today) {
    const wanted = Math.max(1, today);
    const unmet = { demand: "shed", wanted, got, ...whyNot(draft, shed, nearHomes, isStoodOn ? Infinity : wanted) };
    return { ...draft, unmet: [...draft.unmet, unmet] };
  }
  const numberOf = (kind: PlanKind) => draft.features.filter((feature) => feature.kind === kind).length + 1;
  const [firstSlot, firstAisle] = [numberOf("ebikeSlot"), numberOf("bikeAisle")];
  const slots: PlanFeature[] = [];
  const aisles: PlanFeature[] = [];
  for (const { edge, spans } of rows) {
    const box = (from: number, to: number, near: number, far: number) =>
      snappedArea([
        fromEdge(edge.frame, from, near),
        fromEdge(edge.frame, to, near),
        fromEdge(edge.frame, to, far),
        fromEdge(edge.frame, from, far),
      ]);
    for (const span of spans) {
      for (const start of startsIn(span, ebike.width)) {
        const shape = box(start, start + ebike.width, 0, ebike.length);
        const id = `ebikeSlot-${firstSlot + slots.length}`;
        slots.push({ kind: "ebikeSlot", id, shape, properties: { where: "shed" } });
      }
      aisles.push({
        kind: "bikeAisle",
        id: `bikeAisle-${firstAisle + aisles.length}`,
        shape: box(span[0], span[0] + startsIn(span, ebike.width).length * ebike.width, -ebike.aisle, 0),
        properties: { width: ebike.aisle },
      });
    }
  }
  const id = `shed-${numberOf("shed")}`;
  const roof: PlanFeature = { kind: "shed", id, shape: shed, properties: { status: "rebuilt", slots: got } };
  return { ...draft, features: [...draft.features, roof, ...slots, ...aisles] };
}

/** Ground too near to homes for bicycles. */
function offHomes({ problem }: Draft, toWall: number): Region {
  const homes = featuresOf(problem.site, "building").filter(({ properties }) => isHome(properties.use));
  return growSquare(regionOf(homes.map(({ shape }) => shape)), toWall);
}

/** What keeps a shed from standing at a place: homes where it would hold as many slots as wanted without them, else room. */
function whyNot(draft: Draft, shed: Area, nearHomes: Region, wanted: number): Pick<Unmet, "binding" | "price"> {
  const { ebike } = groundOf(draft.problem).limits;
  const roof = regionOf([shed]);
  const rows = regionArea(intersect(roof, nearHomes)) > SLACK ? rowsOf(draft, roof, shed, ebike) : [];
  if (rows.reduce((sum, { count }) => sum + count, 0) < wanted) return { binding: "room in the shed", price: null };
  const corners = rows.flatMap(({ edge, spans }) =>
    spans.flatMap(([from, to]) =>
      [0, ebike.length].flatMap((deep) => [
        fromEdge(edge.frame, from, deep),
        fromEdge(edge.frame, to + ebike.width, deep),
      ]),
    ),
  );
  const walls = featuresOf(draft.problem.site, "building")
    .filter(({ properties }) => isHome(properties.use))
    .map(({ shape }) => shape.shell);
  const nearest = Math.min(...corners.map((corner) => distanceTo(corner, walls)));
  return {
    binding: "ebike.to_building_wall",
    price: `${Math.round(nearest * 100) / 100} m where ${ebike.toWall} m is asked`,
  };
}

/**
 * A shed built anew round its old place, so that stalls which would rather have some of that ground keep it. Null where it
 * would hold fewer slots than `least`. `draft` is of the site without the old shed; the `most` cheapest arrangements are tried.
 */
export function shedBeside(
  draft: Draft,
  shed: SiteFeature<"shed">,
  keeps: Region,
  { least, most, within }: { readonly least: number; readonly most: number; readonly within: ShedReach },
): Draft | null {
  const { limits, roads } = groundOf(draft.problem);
  const { standing, walked } = leftoversOf(draft);
  const around = near(shed.shape, within.reach);
  const green = regionOf(featuresOf(draft.problem.site, "green").map(({ shape }) => shape));
  const ground = less({ standing: intersect(standing, around), walked: intersect(walked, around), green }, keeps);
  const free = subtract(union(ground.standing, ground.walked), roads.region);
  const isGood = (made: readonly ShedRow[]) => {
    const roofs = roofOver(made, free);
    if (roofs.length !== 1) return false;
    // the way to a row may lead over what is kept clear, its roof may not stand there
    if (regionArea(intersect(regionOf(roofs), keptClear(draft))) > SLACK) return false;
    // what stands may not cut a row off from the road
    const slots = regionOf(made.flatMap((row) => row.slots));
    const left = joinedTo(roads.region, subtract(walked, keeps, slots), limits.ebike.aisle);
    return made.every(({ aisle, slots }) => {
      const short = SLACK * slots.length * limits.ebike.width;
      return regionArea(subtract(regionOf([aisle]), left)) <= short;
    });
  };
  const rows = shedRows(shed.shape, ground, limits.ebike, least, isGood, most, within);
  if (rows === null) return null;
  const slots = rows.flatMap((row) => row.slots);
  const roofs = roofOver(rows, free);
  const numberOf = (kind: PlanKind) => draft.features.filter((feature) => feature.kind === kind).length + 1;
  const [firstShed, firstSlot, firstAisle] = [numberOf("shed"), numberOf("ebikeSlot"), numberOf("bikeAisle")];
  const features: PlanFeature[] = [
    ...roofs.map(
      (shape, i): PlanFeature => ({
        kind: "shed",
        id: `shed-${firstShed + i}`,
        shape,
        properties: {
          status: "rebuilt",
          slots: slots.filter((slot) => regionArea(intersect(regionOf([slot]), regionOf([shape]))) > SLACK).length,
        },
      }),
    ),
    ...slots.map(
      (shape, i): PlanFeature => ({
        kind: "ebikeSlot",
        id: `ebikeSlot-${firstSlot + i}`,
        shape,
        properties: { where: "shed" },
      }),
    ),
    ...rows.map(
      ({ aisle }, i): PlanFeature => ({
        kind: "bikeAisle",
        id: `bikeAisle-${firstAisle + i}`,
        shape: aisle,
        properties: { width: limits.ebike.aisle },
      }),
    ),
  ];
  return { ...draft, features: [...draft.features, ...features] };
}

/** Rows along the sides of a shed on what ground of it bicycles may stand, longest first, none on another's ground, each with an aisle that is reached from a road. */
function rowsOf(draft: Draft, ground: Region, shed: Area, { width, length, aisle }: EbikeLimits): Row[] {
  const walked = areasOf(walkedIn(draft, aisle), 0).flatMap(({ shell, holes }) => [shell, ...holes]);
  const roof = areasOf(ground, 0).flatMap(({ shell, holes }) => [shell, ...holes]);
  const rows = edgesOf(shed.shell, "inside")
    .map((edge): Row => {
      const blocked = merged([
        ...uncoveredSpans(sectionsAlong(edge, roof, 0, length), length, SLACK),
        ...uncoveredSpans(sectionsAlong(edge, walked, -aisle, 0), aisle, SLACK),
      ]);
      const spans = startSpans(blocked, 0, edge.length, width);
      return { edge, spans, count: spans.reduce((sum, span) => sum + startsIn(span, width).length, 0) };
    })
    .sort((a, b) => b.count - a.count);
  const chosen: Row[] = [];
  let taken = regionOf([]);
  for (const row of rows) {
    const { edge, spans, count } = row;
    if (count === 0) continue;
    const ground = regionOf(
      spans.map(([from, to]) =>
        snappedArea([
          fromEdge(edge.frame, from, 0),
          fromEdge(edge.frame, to + width, 0),
          fromEdge(edge.frame, to + width, length),
          fromEdge(edge.frame, from, length),
        ]),
      ),
    );
    if (regionArea(intersect(ground, taken)) > SLACK) continue;
    taken = [...taken, ...ground];
    chosen.push(row);
  }
  return chosen;
}

/** Starts of slots side by side from a span of possible starts. */
function startsIn([from, to]: Span, width: number): number[] {
  return Array.from({ length: Math.floor((to - from) / width + 1e-6) + 1 }, (_, i) => from + i * width);
}
