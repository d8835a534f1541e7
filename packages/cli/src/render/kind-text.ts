import type { ModelKindName } from "@sluice/core";

/** A kind in few cells: `incremental_by_time` is `by time`. */
export function kindText(kind: ModelKindName): string {
  return kind.replace("incremental_", "").replace("_", " ");
}
