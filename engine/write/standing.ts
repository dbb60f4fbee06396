import { isNewBreach } from "../forbidden.ts";
import { type SheetFacts, STUDY } from "./furniture.ts";

/** How a plan stands, in one phrase: what nobody who sets out from a file may overlook. */
export function standingOf({ study, measures, audit }: SheetFacts): { readonly zh: string; readonly en: string } {
  const breaches = audit.filter(isNewBreach).length;
  const parts: [zh: string, en: string][] = [];
  if (study) parts.push([STUDY[0], STUDY[1]]);
  if (measures === null) parts.push(["未核查：未提供场地文件", "Not audited: no site file"]);
  else if (breaches > 0)
    parts.push([`新增违规 ${breaches} 项`, `${breaches} new ${breaches === 1 ? "breach" : "breaches"}`]);
  else if (!study) parts.push(["无新增违规", "No new breach"]);
  return { zh: parts.map(([zh]) => zh).join("；"), en: parts.map(([, en]) => en).join("; ") };
}
