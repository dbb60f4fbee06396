import { type Point, pointsOf } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { drive } from "./drive/driven.ts";
import { distanceToEdge, isInside, type Outline, outlineOf } from "./outline.ts";
import { type Finding, lookupOf, metres, type Outcome, type Scene, within } from "./scene.ts";

// what a plan draws as the engine's sweep is what the engine sweeps when it is driven again

/** A picture reaches no farther from the bodies than this, metres: rounding of the file and of the drawing. */
const AS_DRAWN = 0.25;

/** Of the bodies half a metre apart every second one is drawn: in a turn the corners of the others swing out by as much, metres. */
const BETWEEN = 0.6;

/** A picture of the sweep that is off by more than this is of another way, metres: what is looked at around it. */
const FAR = 3;

/**
 * The swept paths of a plan against the ways that are driven here. They stand for nothing on the ground, so that one that is
 * off warns: what the engine needs is judged by driving alone.
 */
export function sweptAsDriven(scene: Scene): Outcome | null {
  const rule = "fact.swept_path";
  const drawn = planFeaturesOf(scene.features, "sweptPath").map((path) => ({ path, outline: outlineOf(path.shape) }));
  if (drawn.length === 0) return null;
  const lanes = drive(scene);
  if (lanes === null) return { rule, findings: null, required: 0, measured: null, unit: "m" };
  const findings: Finding[] = [];
  let worst = 0;
  const note = (id: string, off: number, most: number, at: Point, what: string) => {
    worst = Math.max(worst, off);
    if (off > most) findings.push({ required: 0, measured: off, features: [id], at, note: what, amount: off });
  };
  const known = new Set(lanes.map(({ lane }) => lane));
  for (const { path } of drawn) {
    const { of } = path.properties;
    const bodies = lanes.flatMap(({ lane, ways }) => (lane === of ? ways.flat() : []));
    const things = lookupOf(
      bodies.map((shell, i) => ({ id: `${i}`, kind: "body", outline: outlineOf({ shell, holes: [] }) })),
    );
    const [off, at] = farthest(pointsOf(path.shape.shell), (point) =>
      Math.min(FAR, ...within(things, point, FAR).map(({ distance }) => distance)),
    );
    const why = known.has(of)
      ? `${metres(off)} or more off the engine's way along ${of}`
      : `of ${of}, which is no lane of the plan`;
    note(path.id, off, AS_DRAWN, at, `swept path ${path.id} is ${why}.`);
    // the other way round: the engine's bodies are in the picture, as far as they are on the site
    const own = drawn.filter((one) => one.path.properties.of === of);
    const corners = bodies.flatMap((shell) => pointsOf(shell)).filter(([x, y]) => isInside(scene.boundary, x, y));
    const [out, there] = farthest(corners, (point) => Math.min(FAR, ...own.map((one) => outside(one.outline, point))));
    if (own[0].path === path && off <= AS_DRAWN)
      note(
        path.id,
        out,
        BETWEEN,
        there,
        `the engine goes ${metres(out)} or more beside swept path ${path.id} on its way along ${of}.`,
      );
  }
  return { rule, findings, required: 0, measured: worst, unit: "m" };
}

function outside(outline: Outline, [x, y]: Point): number {
  return isInside(outline, x, y) ? 0 : distanceToEdge(outline, x, y);
}

/** The largest of what is measured at some positions, and where. */
function farthest(points: readonly Point[], measured: (at: Point) => number): [number, Point] {
  return points.reduce<[number, Point]>(
    (most, at) => {
      const value = measured(at);
      return value > most[0] ? [value, at] : most;
    },
    [0, points[0] ?? [0, 0]],
  );
}
