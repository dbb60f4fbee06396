import { type Selection, select } from "d3";
import type { Shape } from "../../engine/model/geometry.ts";
import { once } from "../render/once.ts";
import { outlinePath, placeOf } from "../render/shapes.ts";
import type { Edit, Side, State } from "../state.ts";
import { plainShape, viewOf } from "../view.ts";
import { featureOfThing, shapeOfLock } from "./things.ts";

type World = Selection<SVGGElement, unknown, null, undefined>;

/** Half the cross in the middle of a drawing, pixels. */
const CROSS = 11;

interface Drawn {
  readonly key: string;
  readonly does: Edit["does"];
  readonly shape: Shape;
  /** What stands on the badge; null where the edit has one already. */
  readonly number: number | null;
}

/** What is locked on one drawing, the thing that is chosen and the area that is being drawn. */
export function renderEditLayer(world: World, state: State, side: Side, owner: string, k: number): void {
  const { site, editing } = state;
  if (!site) return;
  const isActive = owner === String(state.active);
  const edits = state.choices[side.choice]?.edits ?? [];
  const layer = child(world, "edit-layer");
  once(layer.node()!, [site, edits], () => {
    const drawn = edits.flatMap(({ does, locks }, row) =>
      locks.flatMap((lock, i): Drawn[] => {
        const shape = shapeOfLock(site, lock);
        return shape ? [{ key: `${row} ${i}`, does, shape, number: i === 0 ? row + 1 : null }] : [];
      }),
    );
    layer
      .selectAll<SVGPathElement, Drawn>("path.edit-shape")
      .data(drawn, ({ key }) => key)
      .join("path")
      .attr("class", ({ does }) => `edit-shape is-${does}`)
      .attr("d", ({ shape }) => outlinePath(shape));
    layer
      .selectAll<SVGGElement, Drawn>("g.edit-badge")
      .data(
        drawn.filter(({ number }) => number !== null),
        ({ key }) => key,
      )
      .join((enter) => {
        const g = enter.append("g");
        const sign = g.append("g").attr("class", "edit-sign");
        sign.append("circle").attr("r", 9);
        sign.append("text").attr("dy", "0.36em");
        return g;
      })
      .attr("class", ({ does }) => `edit-badge is-${does}`)
      .attr("transform", ({ shape }) => {
        const [x, y] = placeOf(shape);
        return `translate(${x},${-y})`;
      })
      .select("text")
      .text(({ number }) => String(number));
  });
  // badges keep their size on screen
  layer.selectAll(".edit-sign").attr("transform", `scale(${1 / k})`);

  const thing = isActive ? featureOfThing(site, side.plan, editing.thing) : null;
  const live = child(world, "edit-live");
  const { tool, corners, byKeys } = editing;
  const isDrawing = isActive && tool !== "choose";
  const view = viewOf(state);
  const pointer = byKeys ? ([view.x, view.y] as const) : editing.pointer;
  once(live.node()!, [thing, isDrawing, tool, corners, pointer?.[0], pointer?.[1], byKeys, k], () => {
    live
      .selectAll("path.edit-thing")
      .data(thing ? [plainShape(thing.shape)] : [])
      .join("path")
      .attr("class", "edit-thing")
      .attr("d", (shape) => outlinePath(shape));
    const ends = isDrawing && pointer ? [...corners, pointer] : corners;
    const rings = isDrawing && ends.length > 1 ? [ends] : [];
    live
      .selectAll("path.edit-draft")
      .data(rings)
      .join("path")
      .attr("class", `edit-draft is-${tool}`)
      .attr("d", (ring) => `M${ring.map(([x, y]) => `${x},${-y}`).join("L")}${ring.length > 2 ? "Z" : ""}`);
    live
      .selectAll("circle.edit-corner")
      .data(isDrawing ? corners : [])
      .join("circle")
      .attr("class", "edit-corner")
      .attr("cx", ([x]) => x)
      .attr("cy", ([, y]) => -y)
      .attr("r", 4.5 / k);
    live
      .selectAll("path.edit-cross")
      .data(isDrawing && byKeys && pointer ? [pointer] : [])
      .join("path")
      .attr("class", "edit-cross")
      .attr("d", ([x, y]) => `M${x - CROSS / k},${-y}h${(2 * CROSS) / k}M${x},${-y - CROSS / k}v${(2 * CROSS) / k}`);
  });
  select(world.node()!.ownerSVGElement).classed("is-drawing", isDrawing);
}

function child(parent: World, name: string): World {
  return parent
    .selectAll<SVGGElement, null>(`:scope > g.${name}`)
    .data([null])
    .join((enter) => enter.append("g").attr("class", name)) as unknown as World;
}
