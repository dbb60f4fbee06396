import { InputError } from "../model/errors.ts";
import { parseJson } from "../read/json.ts";
import { PROFILE_NAMES } from "../rules/load.ts";
import { profileNamed, type Rulebook, rulebookOf } from "../rules/overlay.ts";
import { readSource } from "./files.ts";
import type { Io } from "./verb.ts";

/**
 * What `--rules` names: a profile of ours, or a district's own file over one.
 * @throws InputError when it is neither, or the file is not right
 */
export async function readRulebook(verb: string, said: string, io: Io): Promise<Rulebook> {
  const known = profileNamed(said);
  if (known !== undefined) return { profile: known, overrides: {} };
  if (!/\.json$/i.test(said) && said !== "-") {
    throw new InputError(
      `snailshell ${verb}: --rules ${said}: one of ${PROFILE_NAMES.join(", ")}, or a .json file, would be right.`,
    );
  }
  const { name, text } = await readSource(said, io);
  return rulebookOf(parseJson(text, name), name);
}
