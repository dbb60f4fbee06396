import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { line, max, scaleLinear, scaleLog } from "d3";
import { type Kernel, type Plan, solve } from "../engine/index.ts";
import type { Area } from "../engine/model/geometry.ts";
import type { Site } from "../engine/model/site.ts";
import { type Case, real, shapes } from "./cases.ts";
import { type Check, problemOf } from "./run.ts";
import { countsOver, type Scaled, SIZES, scaled } from "./scale.ts";

// what the benchmark came to, as pictures in bench/pictures: the lots are drawn to scale, each in its own

const FOLDER = join(import.meta.dirname, "pictures");

/** Cells of the contact sheet, pixels. */
const CELL = { width: 300, height: 300, across: 4 };

/** Chart, pixels. */
const CHART = { width: 640, height: 360, left: 56, right: 150, top: 40, bottom: 44 };

/** Colours that can be told apart in grey too. */
const INKS = ["#1b6ca8", "#c8553d", "#3a7d44", "#7d4f9e", "#8a6d1f", "#4a4a4a"];

/** Twelve real lots beside their real capacities, the count over the steps, and the cost over the area. */
export const pictures: Check = (kernel, say) => {
  mkdirSync(FOLDER, { recursive: true });
  const write = (name: string, svg: string) => {
    writeFileSync(join(FOLDER, name), svg);
    say(`pictures: bench/pictures/${name}`);
  };
  const lots = real()
    .filter((one) => one.real !== null)
    .filter((_, i) => i % 3 === 0)
    .slice(0, 12);
  if (lots.length > 0) write("real-lots.svg", contactSheet(lots, kernel));
  const known = ["rect-60x34-west", "rect-60x34-south", "l-60-30", "rect-100x50", "rect-200x150", "stephan-14"];
  write(
    "count-over-steps.svg",
    countChart(
      shapes().filter(({ name }) => known.includes(name)),
      kernel,
    ),
  );
  write("cost-over-area.svg", costChart(SIZES.map(([width, depth]) => scaled(width, depth, kernel))));
  return [];
};

function contactSheet(lots: readonly Case[], kernel: Kernel): string {
  const cells = lots.map((one, i) => {
    const problem = problemOf(one);
    const plan = solve(problem, kernel);
    const x = (i % CELL.across) * CELL.width;
    const y = Math.floor(i / CELL.across) * CELL.height;
    const name = one.name.replace(/^lots\/|\.geojson$/g, "");
    const words = `${name}: ${plan.measures.stalls.total} stalls, ${one.real} there today`;
    return `<g transform="translate(${x} ${y})">${lotPicture(plan, problem.site)}<text x="${CELL.width / 2}" y="${CELL.height - 26}">${words}</text></g>`;
  });
  const rows = Math.ceil(lots.length / CELL.across);
  const credit =
    "Outlines © OpenStreetMap contributors (ODbL 1.0) and town records; stalls 2.5 × 5 m at 90°, aisles 6 m: ours.";
  return svg(CELL.across * CELL.width, rows * CELL.height + 24, "Real lots as found", [
    ...cells,
    `<text x="12" y="${rows * CELL.height + 12}" style="text-anchor:start">${credit}</text>`,
  ]);
}

function lotPicture(plan: Plan, site: Site): string {
  const { shell } = site.boundary;
  const [xs, ys] = [0, 1].map((k) => [...shell].filter((_, i) => i % 2 === k));
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const room = { width: CELL.width - 30, height: CELL.height - 70 };
  const scale = Math.min(room.width / (x1 - x0), room.height / (y1 - y0));
  const place = (x: number, y: number) =>
    `${(CELL.width / 2 + (x - (x0 + x1) / 2) * scale).toFixed(1)} ${((CELL.height - 40) / 2 + 6 - (y - (y0 + y1) / 2) * scale).toFixed(1)}`;
  const path = ({ shell: outer, holes }: Area, style: string) =>
    `<path style="${style}" d="${[outer, ...holes].map((ring) => `M${points(ring, place).join("L")}Z`).join("")}"/>`;
  const gates = site.features.flatMap((feature) =>
    feature.kind === "gate"
      ? [`<path style="stroke:#c8553d;stroke-width:4" d="M${points(feature.shape, place).join("L")}"/>`]
      : [],
  );
  return [
    path(site.boundary, "fill:#ecebe6;stroke:#333;fill-rule:evenodd"),
    ...plan.features.map((feature) => {
      if (feature.kind === "aisle" || feature.kind === "driveway") return path(feature.shape, "fill:#cfd3d8");
      return feature.kind === "stall" ? path(feature.shape, "fill:#9dc1dd;stroke:#1b6ca8;stroke-width:.6") : "";
    }),
    ...gates,
  ].join("");
}

function points(ring: Float64Array, place: (x: number, y: number) => string): string[] {
  return Array.from({ length: ring.length / 2 }, (_, i) => place(ring[2 * i], ring[2 * i + 1]));
}

/** Share of the final count after each share of the planned steps. */
function countChart(cases: readonly Case[], kernel: Kernel): string {
  const curves = cases.map((one) => ({ name: one.name, counts: countsOver(problemOf(one), kernel) }));
  const x = scaleLog([1, max(curves, ({ counts }) => counts.length) ?? 1], [CHART.left, CHART.width - CHART.right]);
  const y = scaleLinear([0.85, 1], [CHART.height - CHART.bottom, CHART.top]).clamp(true);
  const parts = curves.map(({ name, counts }, k) => {
    const final = counts[counts.length - 1];
    const shape = line<number>(
      (_, i) => x(i + 1),
      (count) => y(count / final),
    )(counts as number[]);
    return `<path style="fill:none;stroke-width:2;stroke:${INKS[k]}" d="${shape}"/>${legend(k, `${name}: ${final}`)}`;
  });
  const ticks = [0.85, 0.9, 0.95, 1].map((share) => tickY(y(share), `${Math.round(share * 100)} %`));
  const steps = [1, 2, 5, 10, 20, 50, 100, 200].map((n) => tickX(x(n), `${n / 2} %`));
  return chart("Stalls as a share of the final count, over the planned steps", [...ticks, ...steps, ...parts]);
}

/** Milliseconds a hectare until 99 % of the final count. */
function costChart(rows: readonly Scaled[]): string {
  const cost = rows.map(({ area, nearly }) => nearly / area);
  const x = scaleLog([0.1, 12], [CHART.left, CHART.width - CHART.right]);
  const y = scaleLog([1, 10_000], [CHART.height - CHART.bottom, CHART.top]).clamp(true);
  const shape = line<Scaled>(
    ({ area }) => x(area),
    (_, i) => y(Math.max(1, cost[i])),
  )(rows as Scaled[]);
  const dots = rows.map(
    ({ area }, i) => `<circle cx="${x(area)}" cy="${y(Math.max(1, cost[i]))}" r="4" style="fill:${INKS[0]}"/>`,
  );
  return chart("Search until 99 % of the final count, milliseconds a hectare", [
    ...[1, 10, 100, 1000, 10_000].map((ms) => tickY(y(ms), `${ms} ms`)),
    ...rows.map(({ area }) => tickX(x(area), `${Number(area.toFixed(2))} ha`)),
    `<path style="fill:none;stroke-width:2;stroke:${INKS[0]}" d="${shape}"/>`,
    ...dots,
  ]);
}

function chart(title: string, parts: readonly string[]): string {
  return svg(CHART.width, CHART.height, title, [
    `<text x="12" y="22" style="text-anchor:start;font-weight:600">${title}</text>`,
    ...parts,
  ]);
}

function tickY(y: number, words: string): string {
  const [from, to] = [CHART.left, CHART.width - CHART.right];
  return `<path style="stroke:#ddd" d="M${from} ${y}H${to}"/><text x="${from - 6}" y="${y + 4}" style="text-anchor:end">${words}</text>`;
}

function tickX(x: number, words: string): string {
  return `<text x="${x}" y="${CHART.height - CHART.bottom + 18}">${words}</text>`;
}

function legend(row: number, words: string): string {
  const [x, y] = [CHART.width - CHART.right + 12, CHART.top + 10 + row * 20];
  return `<path style="stroke:${INKS[row]};stroke-width:3" d="M${x} ${y}h14"/><text x="${x + 18}" y="${y + 4}" style="text-anchor:start;font-size:10px">${words}</text>`;
}

function svg(width: number, height: number, title: string, parts: readonly string[]): string {
  const style = "font:12px 'Source Sans 3',sans-serif;text-anchor:middle;fill:#222";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><title>${title}</title><rect width="100%" height="100%" style="fill:#fff"/><g style="${style}">\n${parts.join("\n")}\n</g></svg>\n`;
}
