import * as v from "valibot";
import type { Exact } from "../model/plan.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const schema = v.object({
  candidates: count,
  mostStalls: v.nullable(count),
  mostProved: v.boolean(),
  bestProved: v.boolean(),
  gap: v.pipe(v.number(), v.finite(), v.minValue(0)),
  gained: v.object({ stalls: v.number(), green: v.number() }),
});

/** What a plan file's header says that an exact choice has proved; undefined where it says nothing, or nothing that can be read. */
export function exactOf(header: Readonly<Record<string, unknown>> | null): Exact | undefined {
  const read = v.safeParse(schema, header?.exact);
  return read.success ? read.output : undefined;
}
