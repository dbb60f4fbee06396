import type { Kernel, RowKernel } from "../../kernel.ts";
import type { Draft } from "../draft.ts";
import { groundOf, hazardsIn } from "../ground/ground.ts";
import { type Field, fieldOf } from "./layout.ts";
import { rowSolver } from "./rows.ts";

/** Kernels for the rows of one field after another: each keeps the memory that it has grown to. */
export interface RowKernels {
  /** For the frontages of the site, and for those with the aisles of our own beside them; emptied each time. */
  beside(): RowKernel;
  within(): RowKernel;
}

export function rowKernels(kernel: Kernel): RowKernels {
  const one = (): (() => RowKernel) => {
    let wasm: RowKernel | null = null;
    return () => {
      wasm ??= kernel.rows();
      wasm.release();
      return wasm;
    };
  };
  return { beside: one(), within: one() };
}

/** The frontages of a site with what a draft has placed beside them, on a kernel that is empty. */
export function fieldOfDraft(draft: Draft, wasm: RowKernel): Field {
  const { limits, roads, kindsBeside } = groundOf(draft.problem);
  const kinds = kindsBeside(hazardsIn(draft));
  const lengths = roads.frontages.map((frontage) => frontage.length);
  return fieldOf(roads.frontages, kinds, limits, rowSolver(wasm, lengths, kinds));
}
