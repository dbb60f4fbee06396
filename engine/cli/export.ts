import { judgePlan } from "../judged.ts";
import { InputError } from "../model/errors.ts";
import type { Site } from "../model/site.ts";
import { planFacts } from "../read/claims.ts";
import { readPlan } from "../read/plan.ts";
import { readSite } from "../read/site.ts";
import { loadRules } from "../rules/load.ts";
import { exported, FORMATS } from "../write/exported.ts";
import { checkOutput, deliver, readSource, type Source } from "./files.ts";
import { numberOption, parse } from "./options.ts";
import { claimedScenario, readPlanFile } from "./planFile.ts";
import { readSiteFile } from "./problem.ts";
import { EXIT, type Verb } from "./verb.ts";

const HELP = `snailshell export PLAN --to svg|dxf|csv [options]

Makes a drawing or a table of a plan. What is said of it is recomputed from its features.

  --site SITE        the site that the plan was made for; without it only the plan's features are drawn
  --to svg           a sheet at scale, with legend and figures
  --to dxf           a drawing for CAD: metres, a layer for each kind and status, every ring a closed polyline
  --to csv           the setting-out table: one line a corner, with its number
  --scale N          of svg only: 1:N; without it the largest usual scale that fits A3
  -o, --output FILE  where it goes; standard output without it
`;

export const exportVerb: Verb = {
  help: HELP,
  async run(argv, io) {
    const { values, positionals } = parse(
      "export",
      argv,
      {
        site: { type: "string" },
        to: { type: "string" },
        scale: { type: "string" },
        output: { type: "string", short: "o" },
      },
      ["PLAN"],
    );
    const to = FORMATS.find((format) => format === values.to);
    if (to === undefined) {
      throw new InputError(
        `snailshell export: --to ${values.to ?? "is missing"}: --to svg, --to dxf or --to csv would be right.`,
      );
    }
    if (to !== "svg" && values.scale !== undefined) {
      throw new InputError(
        `snailshell export: --scale ${values.scale}: a ${to} is in metres and has no scale; leaving --scale out would be right.`,
      );
    }
    const scale = numberOption("export", "scale", values.scale, { least: 1, most: 100_000, sort: "number" });
    await checkOutput(values.output, io);
    const source = await readSource(positionals[0], io);
    if (values.site === undefined) {
      const site = siteAround(source);
      const file = readPlan(source.text, source.name, site);
      io.error(`${source.name}: without --site SITE only the plan's features are drawn.\n`);
      const alone = { ...planFacts(file.header, source.name), features: file.features, measures: null, audit: [] };
      await deliver(await exported(to, alone, site, { show: "features", scale }), values.output, io);
      return EXIT.done;
    }
    const site = await readSiteFile(values.site, io);
    const file = readPlanFile(source, site, io);
    const scenario = claimedScenario(file.header, source.name, site);
    const rules = loadRules(scenario.rules, scenario.overrides);
    const judged = judgePlan(file, { site, scenario, rules }, source.name);
    await deliver(await exported(to, judged, site, { show: "all", scale }), values.output, io);
    return EXIT.done;
  },
};

/** Ground enough to read a plan by when its site is not at hand: the box around its coordinates. */
function siteAround(source: Source): Site {
  const { text, name } = source;
  const json = parsed(text);
  const positions: [number, number][] = [];
  collect(json?.features, positions);
  if (positions.length === 0)
    throw new InputError(`${name}: there is no feature with coordinates in it; a plan file would be right.`);
  const [xs, ys] = [positions.map(([x]) => x), positions.map(([, y]) => y)];
  const [west, south, east, north] = [least(xs), least(ys), most(xs), most(ys)];
  // a plan of a single post still needs ground around it
  const air = Math.max((east - west + (north - south)) * 0.05, 1e-5);
  const ring = [
    [west - air, south - air],
    [east + air, south - air],
    [east + air, north + air],
    [west - air, north + air],
    [west - air, south - air],
  ];
  const box = { type: "Polygon", coordinates: [ring] };
  const site = { type: "Feature", properties: { kind: "site" }, geometry: box };
  return readSite(JSON.stringify({ type: "FeatureCollection", crs: json?.crs, features: [site] }), name);
}

/** Loosely: whatever is wrong with the file, reading it as a plan will say. */
function parsed(text: string): { features?: unknown; crs?: unknown } | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function collect(value: unknown, into: [number, number][]): void {
  if (Array.isArray(value)) {
    if (typeof value[0] === "number" && typeof value[1] === "number") into.push([value[0], value[1]]);
    else for (const part of value) collect(part, into);
  } else if (value !== null && typeof value === "object") {
    const { geometry, coordinates } = value as { geometry?: unknown; coordinates?: unknown };
    collect(geometry ?? coordinates, into);
  }
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}
