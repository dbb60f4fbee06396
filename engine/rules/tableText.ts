import type { Rule, RuleValue } from "../model/rules.ts";
import type { ProfileName } from "../model/scenario.ts";
import { FACTS_KEPT, type Keeping, keepingOf, WANTED } from "./keeping.ts";
import { conflictsOf, loadRules, PROFILE_NAMES } from "./load.ts";

/** Levels at which a plan that breaks a rule is repaired or refused. */
const FORBIDS: ReadonlySet<string> = new Set(["shall", "legal"]);

const TITLES: Readonly<Record<ProfileName, string>> = {
  "cn-shanghai": "China, Shanghai",
  us: "United States",
  eu: "Germany",
  "eu-uk": "United Kingdom",
  geometry: "No code",
};

/** Rules of a profile by what becomes of them. */
export interface Tally {
  readonly rules: number;
  readonly searched: number;
  readonly checked: number;
  readonly shown: number;
  readonly toConfirm: number;
}

export function tallyOf(profile: ProfileName): Tally {
  const rules = [...loadRules(profile).rules.values()];
  const kept = rules.map(({ key }) => keepingOf(key));
  return {
    rules: rules.length,
    searched: kept.filter((keeping) => keeping !== null && keeping.search !== null).length,
    checked: kept.filter((keeping) => keeping !== null).length,
    shown: kept.filter((keeping) => keeping === null).length,
    toConfirm: rules.filter(({ confidence }) => confidence !== "high").length,
  };
}

/** Every rule of every profile with what obeys it and what checks it, as Markdown. */
export function rulesTable(): string {
  const tallies = PROFILE_NAMES.map((profile) => {
    const { rules, searched, checked, shown, toConfirm } = tallyOf(profile);
    return `| [${profile}](#${profile}) | ${TITLES[profile]} | ${rules} | ${checked} | ${searched} | ${shown} | ${toConfirm} |`;
  });
  return [
    "| profile | | rules | checked by the audit | of these obeyed by the search itself | only shown | † to be confirmed |",
    "|---|---|---|---|---|---|---|",
    ...tallies,
    "",
    "### Facts of every plan",
    "",
    "| fact | obeyed in | checked in |",
    "|---|---|---|",
    ...FACTS_KEPT.map((fact) => `| \`${fact.rule}\` | ${obeyed(fact, "shall")} | ${checked(fact)} |`),
    "",
    "### What the book wants kept",
    "",
    "| the book's words | rules (`cn-shanghai`) | left, and why |",
    "|---|---|---|",
    ...WANTED.map(
      ({ what, rules, left }) => `| ${what} | ${rules.map((rule) => `\`${rule}\``).join(" ")} | ${left ?? ""} |`,
    ),
    ...PROFILE_NAMES.flatMap(sectionOf),
    "",
  ].join("\n");
}

function sectionOf(profile: ProfileName): string[] {
  const rules = [...loadRules(profile).rules.values()];
  const kept = rules.filter(({ key }) => keepingOf(key) !== null);
  const shown = rules.filter(({ key }) => keepingOf(key) === null);
  const conflicts = conflictsOf(profile);
  return [
    "",
    `### ${profile}`,
    "",
    "| rule | value | clause | level | obeyed in | checked in |",
    "|---|---|---|---|---|---|",
    ...[...kept, ...shown].map(rowOf),
    ...(conflicts.length === 0
      ? []
      : ["", "Where codes disagree:", "", "| | topic | what the engine does |", "|---|---|---|"]),
    ...conflicts.map(({ id, topic, engine }) => `| ${id} | ${cell(topic)} | ${cell(engine)} |`),
  ];
}

function rowOf(rule: Rule): string {
  const keeping = keepingOf(rule.key);
  const mark = rule.confidence === "high" ? "" : " †";
  const clause = [rule.code, rule.clause].filter((part) => part !== "" && part !== "—").join(" ");
  const [search, audit] = keeping === null ? ["only shown", ""] : [obeyed(keeping, rule.level), checked(keeping)];
  return `| \`${rule.key}\`${mark} | ${spoken(rule.value, rule.unit)} | ${cell(clause)} | ${rule.level} | ${search} | ${audit} |`;
}

function obeyed({ search }: Keeping, level: string): string {
  if (search !== null) return `\`${search}\``;
  return FORBIDS.has(level) ? "`curing.ts` takes away what breaks it" : "warned of";
}

function checked({ audit, as }: Keeping): string {
  return `\`${audit}\`${as === undefined ? "" : `, told as \`${as}\``}`;
}

function spoken(value: RuleValue, unit: string): string {
  if (value === null) return "none";
  if (typeof value === "string") return cell(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return unit === "ratio" || unit === "count" || unit === "" ? `${value}` : `${value} ${unit.replace("m2", "m²")}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
