import { InputError } from "../model/errors.ts";
import type { Plan } from "../model/plan.ts";
import { readPlan } from "../read/plan.ts";
import { readSite } from "../read/site.ts";
import { drawPlan } from "../write/svg.ts";
import { deliver, readSource } from "./files.ts";
import { parse } from "./options.ts";
import { EXIT, type Verb } from "./run.ts";

const HELP = `snailshell export PLAN --site SITE --to svg [-o FILE]

Draws a plan on its site at scale.

  --site SITE       the site that the plan was made for
  --to svg          what to make of it
  -o, --output FILE where it goes; standard output without it
`;

export const exportVerb: Verb = {
  help: HELP,
  async run(argv, io) {
    const { values, positionals } = parse(
      "export",
      argv,
      { site: { type: "string" }, to: { type: "string" }, output: { type: "string", short: "o" } },
      ["PLAN"],
    );
    if (values.to !== "svg")
      throw new InputError(`snailshell export: --to ${values.to ?? "(nothing)"} is not made here; say --to svg.`);
    if (values.site === undefined)
      throw new InputError("snailshell export: --site SITE is missing: a drawing shows the plan on its site.");
    const siteSource = await readSource(values.site, io);
    const site = readSite(siteSource.text, siteSource.name);
    const source = await readSource(positionals[0], io);
    const { features, header } = readPlan(source.text, source.name, site);
    if (header === null)
      throw new InputError(
        `${source.name}: there is no "plan" member with the plan's measures; solve or audit it first.`,
      );
    if (header.site !== undefined && header.site !== site.hash) {
      io.error(
        `${source.name}: was made for another version of ${siteSource.name}; the drawing shows both as they are.\n`,
      );
    }
    await deliver(drawPlan({ ...(header as unknown as Plan), features }, site), values.output, io);
    return EXIT.done;
  },
};
