import { run } from "./run.ts";

process.exitCode = await run(process.argv.slice(2), {
  // npm moves to the package; paths are the caller's
  folder: process.env.INIT_CWD ?? process.cwd(),
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
});
