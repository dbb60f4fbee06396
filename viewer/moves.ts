import { type D3ZoomEvent, interpolateZoom, select, zoom } from "d3";
import * as change from "./changes.ts";
import type { View } from "./state.ts";
import type { Store } from "./store.ts";
import { type Box, boxAround, boxAt, fitBox, fitted, transformOf, viewFrom, viewOf, zoomLimits } from "./view.ts";

/** How far an arrow key moves the drawing, pixels. */
const STEP = 60;

/** How long the drawing takes to move to an audit line, milliseconds. */
const FLIGHT = 450;

/** Where the drawings look: both look at the same place. */
export interface Moves {
  /** Hangs pan, zoom and keys on a drawing. */
  adoptMap(svg: SVGSVGElement): void;
  zoomBy(factor: number): void;
  showWhole(): void;
  /** Moves to a part of the site. */
  flyToBox(box: Box): void;
  /** Moves to what an audit line is about. */
  focusLine(side: number, row: number): void;
}

export function createMoves(store: Store): Moves {
  const { state } = store;
  let flight = 0;

  function moveBy(dx: number, dy: number): void {
    const view = viewOf(state);
    store.change(change.moveView, { ...view, x: view.x + dx / view.k, y: view.y + dy / view.k });
  }

  function zoomBy(factor: number): void {
    const view = viewOf(state);
    const [farthest, closest] = zoomLimits(state);
    store.change(change.moveView, { ...view, k: Math.min(Math.max(view.k * factor, farthest), closest) });
  }

  function showWhole(): void {
    store.change(change.clearFocus);
    flyTo(fitted(state), () => store.change(change.moveView, null));
  }

  /** Moves the drawings there smoothly, or at once for people who asked for less motion. */
  function flyTo(target: View, arrived?: () => void): void {
    cancelAnimationFrame(flight);
    const finish = () => {
      store.change(change.moveView, target);
      arrived?.();
    };
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      finish();
      return;
    }
    const from = viewOf(state);
    const { width } = state.pane;
    const path = interpolateZoom([from.x, from.y, width / from.k], [target.x, target.y, width / target.k]);
    const start = performance.now();
    const tick = (now: number) => {
      const t = (now - start) / FLIGHT;
      if (t >= 1) {
        finish();
        return;
      }
      const [x, y, across] = path(1 - (1 - Math.max(t, 0)) ** 3);
      store.change(change.moveView, { x, y, k: width / across });
      flight = requestAnimationFrame(tick);
    };
    flight = requestAnimationFrame(tick);
  }

  function focusLine(side: number, row: number): void {
    const { plan } = state.sides[side];
    if (!plan || !state.site) return;
    const line = plan.audit[row];
    const box = boxAround(state.site, plan, line.features) ?? (line.at ? boxAt(line.at) : null);
    store.change(change.focusLine, side, row, line.features);
    flyTo(box ? fitBox(box, state.pane) : fitted(state));
    // on a narrow screen the drawing stands above the list
    document.querySelector(".panes")?.scrollIntoView({ block: "nearest" });
  }

  function adoptMap(svg: SVGSVGElement): void {
    const behaviour = zoom<SVGSVGElement, unknown>()
      .filter((event: MouseEvent | TouchEvent) => {
        if ((event.ctrlKey && event.type !== "wheel") || ("button" in event && event.button !== 0)) return false;
        // while an area is drawn a double click or tap closes it
        return state.editing.tool === "choose" || !(event.type === "dblclick" || event.type === "touchend");
      })
      .on("start", () => cancelAnimationFrame(flight))
      .on("zoom", (event: D3ZoomEvent<SVGSVGElement, unknown>) => {
        store.change(change.moveView, viewFrom(event.transform, state.pane));
      })
      .extent(() => [
        [0, 0],
        [state.pane.width, state.pane.height],
      ]);
    // the limits follow the site and the size of the drawing
    const limited = () => behaviour.scaleExtent(zoomLimits(state));
    select<SVGSVGElement, unknown>(svg)
      .on("pointerdown.limits wheel.limits", limited, { capture: true, passive: true })
      .call(behaviour)
      .property("__zoom", transformOf(viewOf(state), state.pane));
    svg.addEventListener("keydown", (event) => {
      const act = KEYS[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    });
    new ResizeObserver(measurePane).observe(svg);
  }

  const KEYS: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => moveBy(-STEP, 0),
    ArrowRight: () => moveBy(STEP, 0),
    ArrowUp: () => moveBy(0, STEP),
    ArrowDown: () => moveBy(0, -STEP),
    "+": () => zoomBy(1.4),
    "=": () => zoomBy(1.4),
    "-": () => zoomBy(1 / 1.4),
    _: () => zoomBy(1 / 1.4),
    "0": showWhole,
    Escape: showWhole,
  };

  /** Reads the size of the drawings off the page, laid out already: asked for sooner, it would be laid out twice. */
  function measurePane(): void {
    // a narrow screen hides one of them
    const svg = [...document.querySelectorAll<SVGSVGElement>("svg.map")].find((it) => it.clientWidth > 0);
    if (!svg || (svg.clientWidth === state.pane.width && svg.clientHeight === state.pane.height)) return;
    store.change(change.resizePane, svg.clientWidth, svg.clientHeight);
  }

  return { adoptMap, zoomBy, showWhole, focusLine, flyToBox: (box) => flyTo(fitBox(box, state.pane)) };
}
