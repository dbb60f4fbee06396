import { InputError } from "../model/errors.ts";
import type { RuleValue } from "../model/rules.ts";
import type { ProfileName, Scenario } from "../model/scenario.ts";
import { nearest } from "../model/words.ts";
import { loadRules, overrideFault, PROFILE_NAMES } from "./load.ts";

/** A profile, and the values that are set otherwise. */
export interface Rulebook {
  readonly profile: ProfileName;
  readonly overrides: Scenario["overrides"];
}

/** What a district's own file may hold; `title` and `note` are for people. */
const OVERLAY_KEYS: readonly string[] = ["base", "title", "note", "rules"];

/**
 * A rulebook from a file of somebody's own: an overlay (`base`, the profile it lies over, and `rules`, the values of the
 * keys that it changes), or a whole copy of a profile with other values. Either becomes the profile and its differences,
 * so that a plan says what it was made by without the file.
 * @throws InputError file, place in it, what is wrong, what would be right
 */
export function rulebookOf(json: unknown, file: string): Rulebook {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new InputError(`${file}: this is no rulebook; an object with base and rules would be right.`);
  return "base" in json || !("profile" in json)
    ? overlayOf(json as Record<string, unknown>, file)
    : copyOf(json as Record<string, unknown>, file);
}

function overlayOf(json: Record<string, unknown>, file: string): Rulebook {
  const profile = profileNamed(json.base);
  if (profile === undefined) {
    throw new InputError(
      `${file}: base: ${JSON.stringify(json.base) ?? "nothing"} is not right; the profile it lies over, one of ${PROFILE_NAMES.join(", ")}, would be right.`,
    );
  }
  for (const key of Object.keys(json)) {
    if (OVERLAY_KEYS.includes(key)) continue;
    const near = nearest(key, OVERLAY_KEYS);
    throw new InputError(
      `${file}: "${key}" is not known here; ${near === null ? OVERLAY_KEYS.join(", ") : `"${near}"`} would be right.`,
    );
  }
  const { rules } = json;
  if (typeof rules !== "object" || rules === null || Array.isArray(rules))
    throw new InputError(`${file}: rules: this is no object; {"key of ${profile}": value, …} would be right.`);
  const given = rules as Record<string, RuleValue>;
  const fault = overrideFault(profile, given);
  if (fault !== null) throw new InputError(`${file}: rules: ${fault}`);
  const ours = loadRules(profile).rules;
  const overrides: Record<string, NonNullable<RuleValue>> = {};
  for (const [key, value] of Object.entries(given)) {
    if (value !== null && value !== ours.get(key)?.value) overrides[key] = value;
  }
  return { profile, overrides };
}

function copyOf({ profile: base, rules }: Record<string, unknown>, file: string): Rulebook {
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

export function profileNamed(name: unknown): ProfileName | undefined {
  return PROFILE_NAMES.find((profile) => profile === name);
}
