import { resolve } from "node:path";
import { run } from "../engine/cli/run.ts";
import type { Io } from "../engine/cli/verb.ts";

/** Runs a command in this process, in the root of the repository; what it wrote, and its exit status. */
export async function say(argv: readonly string[], change: Partial<Io> & { readonly text?: string } = {}) {
  const { text = "", ...rest } = change;
  const written = { out: "", error: "" };
  const io: Io = {
    folder: resolve(import.meta.dirname, ".."),
    input: (async function* () {
      yield Buffer.from(text);
    })(),
    out: (part) => {
      written.out += part;
    },
    error: (part) => {
      written.error += part;
    },
    isTerminal: false,
    ...rest,
  };
  const status = await run(argv, io);
  return { status, ...written };
}
