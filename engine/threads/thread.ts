import { parentPort } from "node:worker_threads";
import { loadKernel } from "../kernel.ts";
import { startSearch } from "../plan.ts";
import type { Problem } from "../stages/draft.ts";
import type { Search } from "../stages/search.ts";
import type { Reply, Request } from "./protocol.ts";

// one kernel in a thread of its own; it does what it is told and never looks at a clock

const kernel = loadKernel();
let search: Search | null = null;

parentPort?.on("message", async (request: Request) => {
  try {
    say(await answer(request));
  } catch (error) {
    say({ say: "failed", message: error instanceof Error ? error.message : String(error) });
  }
});

// the clock of a solve starts when every kernel can begin
say({ say: "ready" });

async function answer(request: Request): Promise<Reply> {
  if (request.ask === "begin") {
    search = startSearch(request.problem as Problem, await kernel);
    search.sharing?.join(request.index, request.count);
    return { say: "begun", plannedSteps: search.plannedSteps };
  }
  if (search === null) throw new Error("a thread was asked to search before it was given a problem");
  if (request.ask === "advance") {
    for (const told of request.heard) search.sharing?.hear(told);
    const more = search.advance(request.steps);
    return { say: "advanced", more, told: search.sharing?.tell() ?? [] };
  }
  const { problem: _, ...draft } = search.best();
  return { say: "best", draft };
}

function say(reply: Reply): void {
  parentPort?.postMessage(reply);
}
