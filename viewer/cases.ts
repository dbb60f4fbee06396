import type { SourceFile } from "./protocol.ts";

// as text: what is bundled goes through the same door as what is dropped
const texts = import.meta.glob<string>(["../scenarios/mishan-lane-30.geojson", "../scenarios/*.json"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The site that the page opens on, and the two scenarios that it compares. */
const MODEL_SITE = "mishan-lane-30.geojson";
const FIRST_SCENARIOS = ["ten-stalls.json", "most-balanced.json"];

function bundled(name: string): SourceFile {
  return { name, text: texts[`../scenarios/${name}`] };
}

/** The model case. */
export const modelSite: SourceFile = bundled(MODEL_SITE);

/** Scenarios written for the model case; the two that are compared first come first. */
export const modelScenarios: readonly SourceFile[] = Object.keys(texts)
  .map((path) => path.slice(path.lastIndexOf("/") + 1))
  .filter((name) => name.endsWith(".json") && JSON.parse(bundled(name).text).site === MODEL_SITE)
  .sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1))
  .map(bundled);

function rank(name: string): number {
  const row = FIRST_SCENARIOS.indexOf(name);
  return row < 0 ? FIRST_SCENARIOS.length : row;
}
