import { InputError } from "../model/errors.ts";
import { nearest } from "../model/words.ts";
import { ENGINE_VERSION } from "../version.ts";
import { EXIT, type ExitStatus, type Io, type Verb } from "./verb.ts";

/** Each verb is loaded when it is called: reading the help should not wait for a geometry library. */
const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  solve: async () => (await import("./solve.ts")).solveVerb,
  audit: async () => (await import("./audit.ts")).auditVerb,
  compare: async () => (await import("./compare.ts")).compareVerb,
  frontier: async () => (await import("./frontier.ts")).frontierVerb,
  mix: async () => (await import("./mix.ts")).mixVerb,
  export: async () => (await import("./export.ts")).exportVerb,
};

const HELP = `snailshell <verb> …

  solve SITE             one plan for a site, audited
  audit SITE PLAN        checks any plan file, clause by clause
  compare SITE SCENARIO… several scenarios, one table
  frontier SITE          the trade-off curve over a demand or a rule, a plan a point
  mix SITE               what each zone is used for, chosen by a program and packed; residents' weights
  export PLAN            a drawing of a plan, for paper (svg) or CAD (dxf), or its setting-out table (csv)

Each verb has --help. A file may be - for standard input.
Exit status: 0 done; 1 the input is at fault; 2 done, but a demand is unmet, or it is a study,
or the audit found a new breach; 3 our fault.
`;

/** Runs one command. Never throws: whatever happens becomes a message and an exit status. */
export async function run(argv: readonly string[], io: Io): Promise<ExitStatus> {
  const [name, ...rest] = argv;
  if (name === undefined) {
    io.error(HELP);
    return EXIT.input;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    io.out(HELP);
    return EXIT.done;
  }
  if (name === "--version") {
    io.out(`${ENGINE_VERSION}\n`);
    return EXIT.done;
  }
  const load = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (load === undefined) {
    const near = nearest(name, Object.keys(VERBS));
    io.error(
      `snailshell: there is no verb "${name}"${near === null ? "" : `, "${near}" is near`}; there are ${Object.keys(VERBS).join(", ")}.\n`,
    );
    return EXIT.input;
  }
  try {
    const verb = await load();
    if (rest.includes("--help") || rest.includes("-h")) {
      io.out(verb.help);
      return EXIT.done;
    }
    return await verb.run(rest, io);
  } catch (error) {
    if (error instanceof InputError) {
      io.error(`${error.message}\n`);
      return EXIT.input;
    }
    io.error(
      `snailshell ${name}: this is our fault, not the file's: ${messageOf(error)}\n` +
        `Please report it with the files, the command and this version: ${ENGINE_VERSION}.\n`,
    );
    return EXIT.fault;
  }
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/g, " ").replace(/\.?$/, ".");
}
