import type { Area, Line, Ring } from "../model/geometry.ts";

/** Where outlines are drawn to: the subset of a canvas context that every output has. Paper or model units, as the caller scales. */
export interface Sink {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
}

export function drawArea(area: Area, sink: Sink): void {
  for (const ring of [area.shell, ...area.holes]) drawRing(ring, sink);
}

function drawRing(ring: Ring, sink: Sink): void {
  drawLine(ring, sink);
  sink.closePath();
}

export function drawLine(line: Line, sink: Sink): void {
  sink.moveTo(line[0], line[1]);
  for (let i = 2; i < line.length; i += 2) sink.lineTo(line[i], line[i + 1]);
}

/** Collects SVG path data, three decimals. `toPaper` turns metres into paper units. */
export function pathSink(
  toPaper: (x: number, y: number) => readonly [number, number],
): Sink & { readonly data: string } {
  const parts: string[] = [];
  const put = (letter: string, x: number, y: number) => {
    const [px, py] = toPaper(x, y);
    parts.push(`${letter}${short(px)} ${short(py)}`);
  };
  return {
    moveTo: (x, y) => put("M", x, y),
    lineTo: (x, y) => put("L", x, y),
    closePath: () => parts.push("Z"),
    get data() {
      return parts.join("");
    },
  };
}

/** At most three decimals, no trailing zeros. */
export function short(value: number): string {
  const rounded = Math.round(value * 1000) / 1000;
  return String(rounded === 0 ? 0 : rounded);
}
