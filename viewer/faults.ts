import * as change from "./changes.ts";
import { fetchPart } from "./parts.ts";
import { isInputError } from "./solver.ts";
import type { Fault } from "./state.ts";
import type { Store } from "./store.ts";
import { say } from "./words/words.ts";

/** Shows what went wrong: the engine's sentence about a file or an edit, or that it was our own fault. */
export type Fail = (error: unknown, whose?: "file" | "edit") => void;

/** What browsers say where a part of the page that is fetched when it is needed cannot be had. */
const UNFETCHED = /dynamically imported module|importing a module script/i;

export function createFail(store: Store): Fail {
  return (error, whose = "file") => {
    const said = error instanceof Error ? error.message : String(error);
    const isTheirs = isInputError(error);
    const isUnfetched = !isTheirs && UNFETCHED.test(said);
    // a worker does not ask for the part again: nothing but a fresh page helps
    const sentence = isUnfetched ? say(store.state.language, "partUnfetched") : said;
    tell(store, { whose: isTheirs ? whose : "ours", sentence });
    if (!isTheirs) console.error(error);
  };
}

/** Shows a fault when the words for it are there. */
export function tell(store: Store, fault: Fault): void {
  const show = () => store.change(change.showFault, fault);
  // without them it is told in the engine's own English
  fetchPart("sentences").then(show, show);
}
