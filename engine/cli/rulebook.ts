import { InputError } from "../model/errors.ts";
import type { RuleValue } from "../model/rules.ts";
import type { ProfileName, Scenario } from "../model/scenario.ts";
import { parseJson } from "../read/json.ts";
import { loadRules, overrideFault, PROFILE_NAMES } from "../rules/load.ts";
import { readSource } from "./files.ts";
import type { Io } from "./run.ts";

/** A profile, and the values that are set otherwise. */
export interface Rulebook {
  readonly profile: ProfileName;
  readonly overrides: Scenario["overrides"];
}

/**
 * What `--rules` names: a profile of ours, or the file of a copy of one with other values. A copy becomes the profile and
 * its differences, so that a plan says what it was made by without the file.
 * @throws InputError when it is neither, or the copy changes more than values
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

function rulebookOf(json: unknown, file: string): Rulebook {
  const { profile: base, rules } = (json ?? {}) as { profile?: unknown; rules?: unknown };
  const profile = profileNamed(base);
  if (profile === undefined) {
    throw new InputError(
      `${file}: profile: ${JSON.stringify(base) ?? "nothing"} is not right; the profile it is a copy of, one of ${PROFILE_NAMES.join(", ")}, would be right.`,
    );
  }
  if (!Array.isArray(rules))
    throw new InputError(`${file}: rules: this is no list; the list of a profile would be right.`);
  const ours = loadRules(profile).rules;
  const overrides: Record<string, NonNullable<RuleValue>> = {};
  rules.forEach((rule: { key?: unknown; value?: RuleValue; unit?: unknown; level?: unknown } | null, i) => {
    const place = `${file}: rules[${i}]`;
    if (typeof rule?.key !== "string")
      throw new InputError(`${place}.key: this is no rule; an object with key and value would be right.`);
    const own = ours.get(rule.key);
    for (const part of ["unit", "level"] as const) {
      if (own !== undefined && rule[part] !== undefined && rule[part] !== own[part]) {
        throw new InputError(`${place}.${part}: only values can be changed; "${own[part]}" would be right.`);
      }
    }
    const { value } = rule;
    if (own !== undefined && value === own.value) return;
    const fault = overrideFault(profile, { [rule.key]: value ?? null });
    if (fault !== null) throw new InputError(`${place}: ${fault}`);
    if (value !== null && value !== undefined) overrides[rule.key] = value;
  });
  return { profile, overrides };
}

function profileNamed(name: unknown): ProfileName | undefined {
  return PROFILE_NAMES.find((profile) => profile === name);
}
