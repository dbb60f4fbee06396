import type { Lock } from "../../engine/model/scenario.ts";
import type { Edit } from "../state.ts";

/** A lock of a file as an edit. */
export function editOf(lock: Lock): Edit {
  if (!("shape" in lock)) return { does: "pin", kind: null, locks: [lock] };
  if (lock.as === "empty" || lock.as === "green") return { does: lock.as, kind: null, locks: [lock] };
  return { does: "pin", kind: lock.as, locks: [lock] };
}
