import { run } from "./run.ts";

// a reader that has seen enough, such as head, closes the pipe: that is no fault
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  // npm moves to the package; paths are the caller's
  folder: process.env.INIT_CWD ?? process.cwd(),
  input: process.stdin,
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
  onInterrupt(stop) {
    // the second one ends the process as it always does
    process.once("SIGINT", stop);
    return () => process.off("SIGINT", stop);
  },
});
