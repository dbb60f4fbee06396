import { modelScenarios, modelSite } from "./cases.ts";
import type { Ending, Progress, ScenarioView, SiteView } from "./protocol.ts";
import { type Desk, startDesk } from "./solver.ts";

/** The model case on its way: asked for before the page that will show it has been loaded. */
export interface HeadStart {
  readonly desk: Desk;
  readonly site: Promise<SiteView>;
  /** The first scenario, and its solve. */
  readonly scenario: Promise<ScenarioView>;
  /** Kept once there is a plan to draw, or none will come. */
  readonly firstPlan: Promise<void>;
  /** Hands on what the solve has said so far and whatever it says from now on. */
  solve(onProgress: (progress: Progress) => void): Promise<Ending>;
}

/** Starts the first worker on the model case. The worker hears its messages in order, so none waits for an answer. */
export function startModel(): HeadStart {
  const desk = startDesk();
  const site = desk.solver.openSite(modelSite);
  const scenario = desk.solver.openScenario(modelScenarios[0]);
  const early: Progress[] = [];
  let tell = (progress: Progress): void => void early.push(progress);
  let seen = (): void => {};
  const firstPlan = new Promise<void>((resolve) => {
    seen = resolve;
  });
  const ending = desk.solve((progress) => {
    if (progress.plan) seen();
    tell(progress);
  });
  ending.then(seen, seen);
  // whoever follows hears of a failure; before that nobody could
  for (const promise of [site, scenario, ending]) promise.catch(() => {});
  return {
    desk,
    site,
    scenario,
    firstPlan,
    solve(onProgress) {
      for (const progress of early) onProgress(progress);
      tell = onProgress;
      return ending;
    },
  };
}
