import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { isView } from "../kinds/all-kinds.js";
import type { BuiltNode } from "../plan/planned-node.js";
import { physicalRef } from "../plan/view-ref.js";
import type { Execution } from "./execution.js";

/** Drops the refused or unfinished candidate that a build replaces, in the transaction of the build. */
export async function dropReplaced(
  planned: BuiltNode,
  tx: SqlRunner,
  execution: Execution,
): Promise<void> {
  if (planned.action === "update" || planned.replaces === undefined) return;
  const type = isView({ type: planned.kind }) ? "view" : "table";
  await tx.execute(execution.dialect.dropRelation(physicalRef(planned.replaces), type));
  const forgotten = { type: "forget versions", physical: [planned.replaces] } as const;
  await execution.state.commit([forgotten], tx);
}
