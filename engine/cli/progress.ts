import type { Progress } from "../solve.ts";
import type { Io } from "./verb.ts";

/** Progress is shown this often at most, seconds: a bar moves, lines pile up. */
const SHOW_EVERY = { bar: 0.1, lines: 1 };

/** Cells of the bar. */
const BAR = 24;

/** Clears the line that the bar stands on. */
const WIPE = "\r\x1b[2K";

export interface ProgressMeter {
  show(progress: Progress): void;
  /** Takes the bar away; what comes next begins on a clean line. */
  end(): void;
}

/** Shows how far a solve has come on standard error: a bar on a terminal, lines otherwise. */
export function progressMeter(io: Io): ProgressMeter {
  let last = 0;
  let isDrawn = false;
  const every = io.isTerminal ? SHOW_EVERY.bar : SHOW_EVERY.lines;
  return {
    show({ steps, plannedSteps, stalls, elapsed }) {
      if (elapsed - last < every) return;
      last = elapsed;
      const words = `${steps} steps${stalls === null ? "" : `, ${stalls} new stalls`}, ${elapsed.toFixed(1)} s`;
      if (!io.isTerminal) {
        io.error(`${words}\n`);
        return;
      }
      const full = Math.round(Math.min(1, steps / plannedSteps) * BAR);
      io.error(`${WIPE}${"█".repeat(full)}${"░".repeat(BAR - full)} ${words}`);
      isDrawn = true;
    },
    end() {
      if (isDrawn) io.error(WIPE);
      isDrawn = false;
    },
  };
}
