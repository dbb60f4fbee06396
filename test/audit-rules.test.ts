import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { AuditLine } from "../engine/model/plan.ts";
import type { ProfileName } from "../engine/model/scenario.ts";
import { beginsWith, FACTS_KEPT, keepingOf, RULES_KEPT, WANTED } from "../engine/rules/keeping.ts";
import { loadRules, PROFILE_NAMES } from "../engine/rules/load.ts";
import { rulesTable } from "../engine/rules/tableText.ts";
import { breaches, CASES, failed, judged, judgedBreach, planOf, profileBreaches, text, turned } from "./auditCases.ts";

// the table of the rulebook says no more and no less than the code does

const root = resolve(import.meta.dirname, "..");
const README = join(root, "engine/rules/README.md");
const ALL = [...FACTS_KEPT, ...RULES_KEPT];

/** What each planted breach breaks, by rule and profile, and what was looked at beside. */
const judgedAll = [...breaches, ...profileBreaches].map((breach) => {
  const lines = judgedBreach(breach);
  const { rules } = JSON.parse(text(`${breach.case}.scenario.json`)) as { rules: ProfileName };
  const of = (some: readonly AuditLine[]) => [...new Set(some.map((line) => line.rule))];
  return {
    name: breach.name,
    breach,
    profile: rules,
    broken: of(failed(lines)),
    /** A fault of the site alone is inherited, and no plan makes it new. */
    anew: of(failed(lines).filter(({ scope }) => scope === (breach.scope ?? "new"))),
    looked: of(lines.filter((line) => line.pass !== null)),
    told: failed(lines).find(({ rule }) => rule === breach.rule),
  };
});
const looked = new Set(judgedAll.flatMap((one) => one.looked));

// prove that it can fail: each check has a plan with one planted breach, and the same plan without it passes

describe("a planted breach is found", () => {
  test.each(judgedAll.slice(0, breaches.length))("$name", ({ breach, anew }) => {
    expect(anew).toContain(breach.rule);
    // at a turn that no grid is aligned with, and far from the origin
    const elsewhere = failed(judgedBreach(breach, turned(0.61, 431.7, -208.3)));
    expect(elsewhere.map((line) => line.rule)).toContain(breach.rule);
  });

  test("every rule that this auditor checks has been seen to fail", () => {
    const checked = new Set(
      CASES.flatMap((name) =>
        judged(name, planOf(name))
          .filter((line) => line.pass === true)
          .map((line) => line.rule),
      ),
    );
    const seen = new Set(judgedAll.slice(0, breaches.length).flatMap(({ broken }) => broken));
    // what restates another rule's breach says so under that one's name
    const twins = [...checked].filter((rule) => rule.startsWith("car."));
    // shut by a stall at a corner in test/driving.test.ts
    twins.push("fire.engine");
    expect([...checked].filter((rule) => !seen.has(rule) && !twins.includes(rule))).toEqual([]);
  });
});

test("the README is what the rulebook and the code say; UPDATE=1 writes it", () => {
  const text = readFileSync(README, "utf8");
  const [before, after] = [text.indexOf("<!-- table -->"), text.indexOf("<!-- end of table -->")];
  expect(before).toBeGreaterThan(0);
  const wanted = `${text.slice(0, before)}<!-- table -->\n\n${rulesTable()}\n${text.slice(after)}`;
  if (process.env.UPDATE === "1") writeFileSync(README, wanted);
  else expect(text).toBe(wanted);
});

test("every entry names files that there are, and a rule that there is", () => {
  const keys = PROFILE_NAMES.flatMap((profile) => [...loadRules(profile).rules.keys()]);
  for (const { rule, search, audit, as } of ALL) {
    if (search !== null) expect(existsSync(join(root, "engine", search)), search).toBe(true);
    expect(existsSync(join(root, "engine/audit", audit)), audit).toBe(true);
    if (!rule.startsWith("fact."))
      expect(
        keys.some((key) => beginsWith(key, rule)),
        rule,
      ).toBe(true);
    if (as !== undefined) expect(keepingOf(as)?.as, as).toBeUndefined();
  }
});

test.each(judgedAll)("$name: told with its clause, what is required and what was measured", ({ told }) => {
  if (told === undefined) throw new Error("not found");
  // practice and arithmetic have no clause
  if (["legal", "shall", "should"].includes(told.level)) expect(told.clause).not.toBe("");
  expect([told.required, told.measured]).not.toContain(null);
  expect(told.note).not.toBe("");
  expect(told.features.length).toBeGreaterThan(0);
});

test("corners too tight for an engine have fixtures of their own", () => {
  expect(readdirSync(join(root, "test/fixtures/driving")).length).toBeGreaterThan(0);
});

test("whatever the audit looks at is in the table", () => {
  expect([...looked].filter((rule) => keepingOf(rule) === null)).toEqual([]);
});

describe("every rule that is checked has a plan that breaks only it", () => {
  // what claims more than its features bear out is no edit of a plan's features: test/audit.test.ts has it; corners
  // that are too tight for an engine have fixtures of their own
  const elsewhere = new Set(["fact.measures_agree", "fire.engine"]);
  const own = ALL.filter(({ as, rule }) => as === undefined && !elsewhere.has(rule));
  test.each(own.map((keeping) => [keeping.rule, keeping] as const))("%s", (rule, keeping) => {
    const isMeant = (key: string) => beginsWith(key, rule) && keepingOf(key)?.rule === rule;
    const alone = judgedAll.filter(
      ({ broken }) =>
        broken.some(isMeant) &&
        broken.every((key) => isMeant(key) || (keeping.with ?? []).some((other) => beginsWith(key, other))),
    );
    expect(alone.map(({ name }) => name)).not.toEqual([]);
  });
});

describe.each(PROFILE_NAMES)("every number of %s that is checked has a plan that breaks only it", (profile) => {
  const told = [...loadRules(profile).rules.keys()].flatMap((key) => {
    const keeping = keepingOf(key);
    return keeping === null ? [] : [[key, keeping.as ?? key] as const];
  });
  test.each(told)("%s, told as %s", (_, rule) => {
    const most = keepingOf(rule)?.with ?? [];
    const alone = judgedAll.filter(
      (one) =>
        one.profile === profile &&
        one.anew.includes(rule) &&
        one.anew.every((key) => key === rule || most.some((other) => beginsWith(key, other))),
    );
    expect(alone.map(({ name }) => name)).not.toEqual([]);
  });
});

/** `_meta.use` of the book: what has to be kept and not only shown. */
const MUST = WANTED.flatMap(({ rules, left }) => rules.map((rule) => [rule, left] as const));

test.each(MUST)("%s is kept and checked, as the book asks, or what is left is said", (key, left) => {
  expect(loadRules("cn-shanghai" satisfies ProfileName).rules.has(key)).toBe(true);
  const keeping = keepingOf(key);
  expect(keeping).not.toBeNull();
  // what restates another rule is looked at under that one
  expect([...looked].some((rule) => rule === key || rule === keeping?.as)).toBe(true);
  if (keeping?.search === null) expect(left ?? "").not.toBe("");
});
