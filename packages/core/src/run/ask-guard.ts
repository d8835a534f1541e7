import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { SluiceError } from "../base/errors/sluice-error.js";
import type { Guard } from "../kinds/keyed/guard.js";
import type { ModelNode } from "../project/resolve/graph.js";
import { aboutModel } from "./about-model.js";
import { rowsOf } from "./rows-of.js";

/** Puts the question of a guard; raises what it refuses. */
export async function ask(guard: Guard | undefined, node: ModelNode, tx: SqlRunner): Promise<void> {
  const found = guard?.finding(await rowsOf(tx, guard.sql));
  if (found?.severity === "error") throw SluiceError.of([aboutModel(found, node)]);
}
