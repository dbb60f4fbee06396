// what every verb is given, and what it says when it leaves

/** Where a command's words come from and go to, and where its paths begin. */
export interface Io {
  /** Folder that relative paths are relative to. */
  readonly folder: string;
  /** What `-` reads. */
  readonly input: AsyncIterable<Uint8Array | string>;
  /** Data. */
  readonly out: (text: string) => void;
  /** Messages and progress. */
  readonly error: (text: string) => void;
  /** True: progress is drawn as a bar; false: as lines. */
  readonly isTerminal: boolean;
  /** Calls back when the user asks to stop; returns what ends the listening. */
  readonly onInterrupt?: (stop: () => void) => () => void;
}

/** Done, input at fault, done with something unmet, our fault. FORMAT.md section 5. */
export const EXIT = { done: 0, input: 1, unmet: 2, fault: 3 } as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

export interface Verb {
  readonly help: string;
  run(argv: readonly string[], io: Io): Promise<ExitStatus>;
}
