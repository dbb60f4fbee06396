import type { Point } from "../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { isInside, outlineOf } from "./outline.ts";
import { type Finding, middleOf, type Outcome, type Scene } from "./scene.ts";

// what a plan says of its own features and of the site's by id has to be there, once

/** Every id that a feature points to is a feature of the right kind; nothing of today is taken away twice or both kept and taken. */
export function referencesHold(scene: Scene): Outcome {
  const { site, features } = scene;
  const findings: Finding[] = [];
  const fail = (feature: PlanFeature, measured: string, required: string, what: string) => {
    const note = `${feature.kind} ${feature.id} ${what}.`;
    findings.push({ required, measured, features: [feature.id], at: placeOf(feature), note, amount: 1 });
  };
  const idsOf = (kind: PlanFeature["kind"]) => new Set(planFeaturesOf(features, kind).map(({ id }) => id));
  const stalls = idsOf("stall");
  const slots = idsOf("ebikeSlot");
  const lockers = idsOf("locker");
  const serve = (feature: PlanFeature, ids: readonly string[], known: ReadonlySet<string>, what: string) => {
    for (const id of ids) {
      if (!known.has(id)) fail(feature, id, `a ${what}`, `serves ${id}, which is no ${what} of the plan`);
    }
  };
  for (const aisle of planFeaturesOf(features, "accessAisle")) serve(aisle, aisle.properties.stalls, stalls, "stall");
  for (const post of planFeaturesOf(features, "charger")) serve(post, post.properties.serves, stalls, "stall");
  for (const post of planFeaturesOf(features, "ebikeCharger")) serve(post, post.properties.serves, slots, "slot");
  for (const pad of planFeaturesOf(features, "lockerPad")) serve(pad, [pad.properties.locker], lockers, "locker");

  const marked = new Map(featuresOf(site, "stall").map((stall) => [stall.id, stall]));
  const taken = new Set<string>();
  for (const removed of planFeaturesOf(features, "stallRemoved")) {
    const { from } = removed.properties;
    const stall = marked.get(from);
    if (stall === undefined)
      fail(removed, from, "a stall of the site", `removes ${from}, which is no stall of the site`);
    else if (taken.has(from)) fail(removed, from, "once", `removes stall ${from} a second time`);
    else if (stall.properties.status === "keep" && scene.scenario.demand.existingStalls === "keep")
      fail(removed, "removed", "kept", `removes stall ${from}, which is to be kept`);
    taken.add(from);
  }
  const greens = new Map(featuresOf(site, "green").map((green) => [green.id, green]));
  for (const removed of planFeaturesOf(features, "greenRemoved")) {
    const { from } = removed.properties;
    const green = greens.get(from);
    if (green === undefined) fail(removed, from, "a green of the site", `takes ${from}, which is no green of the site`);
    else if (!green.properties.convertible)
      fail(removed, "removed", "kept", `takes green ${from}, which may not be converted`);
  }
  const under = planFeaturesOf(features, "ebikeSlot").filter((slot) => slot.properties.where === "shed");
  const roofs = planFeaturesOf(features, "shed").map((shed) => ({ shed, outline: outlineOf(shed.shape) }));
  for (const { shed, outline } of roofs) {
    const drawn = under.filter((slot) => isInside(outline, ...middleOf(outlineOf(slot.shape)))).length;
    const { slots } = shed.properties;
    // a drawing may leave the slots to the shed's builder
    if (drawn > 0 && drawn !== slots)
      fail(shed, `${drawn} slots drawn`, `${slots} slots`, `is said to hold ${slots} slots, ${drawn} are drawn in it`);
  }
  for (const slot of under) {
    if (!roofs.some(({ outline }) => isInside(outline, ...middleOf(outlineOf(slot.shape)))))
      fail(slot, "outside", "in a shed", "is said to be in a shed, but no rebuilt shed is there");
  }
  const trees = new Set(featuresOf(site, "tree").map((tree) => tree.id));
  for (const moved of planFeaturesOf(features, "treeMoved")) {
    const { tree } = moved.properties;
    if (!trees.has(tree)) fail(moved, tree, "a tree of the site", `moves ${tree}, which is no tree of the site`);
  }
  return { rule: "fact.references", findings, required: "one of its kind", measured: "one of its kind", unit: "" };
}

function placeOf({ shape }: PlanFeature): Point | null {
  if ("shell" in shape) return middleOf(outlineOf(shape));
  return shape instanceof Float64Array || "type" in shape ? null : shape;
}
