import type { NodeKindName } from "@sluice/core";

/** A kind in few cells: `incremental_by_time` is `by time`. */
export function kindText(kind: NodeKindName): string {
  return kind.replace("incremental_", "").replace("_", " ");
}
