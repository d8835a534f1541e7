import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { diagnostic, type Diagnostic } from "../base/errors/sluice-error.js";
import { covers, union } from "../time/intervals/interval-set.js";
import type { Model } from "../model/model.js";
import { fromPlanIntervals } from "../plan/plan-update.js";
import type { StateBefore } from "../plan/state-before.js";
import type { PlanNode } from "../plan/plan.js";
import { updateOf } from "../plan/planned-node.js";
import { physicalRef } from "../plan/view-ref.js";
import type { PublishedModel } from "../state/state-store.js";
import { rowsOf } from "./rows-of.js";

/** The table that readers see, and where to look into it. */
interface Published {
  readonly known: PublishedModel;
  readonly before: StateBefore;
  readonly warehouse: SqlRunner;
  readonly dialect: Dialect;
}

/**
 * True for a table that has less of time than the one readers see: an edit that was only computed for a part of it, or
 * for none that is over yet, does not replace a full one. A restatement can leave a table with rows and no computed
 * interval, so the rows of the table decide where neither has one.
 */
export async function isTooShort(
  planned: PlanNode,
  { known, before, warehouse, dialect }: Published,
): Promise<boolean> {
  const update = updateOf(planned);
  if (!update?.intervals || planned.physical === known.physical) return false;
  const has = union(fromPlanIntervals(update.done), fromPlanIntervals(update.intervals));
  const computed = before.intervals.get(known.physical) ?? [];
  if (has.length > 0) return update.partial === true && !covers(has, computed);
  if (computed.length > 0) return true;
  const table = dialect.relation(physicalRef(known.physical));
  return (await rowsOf(warehouse, `select 1 as one from ${table} limit 1`)).length > 0;
}

/** The warning about a table that was not published. */
export function tooShort({ name, path }: Model, planned: PlanNode): Diagnostic {
  const update = updateOf(planned);
  const isEmpty = (update?.intervals?.length ?? 0) + (update?.done.length ?? 0) === 0;
  return diagnostic({
    code: "RUN.HELD",
    severity: "warning",
    message: `${name} was not published: ${isEmpty ? "no interval of it is over yet" : "it holds less of time than what readers see"}.`,
    why: "Readers keep the version before, which has more.",
    where: { file: path, model: name },
    hints: [
      isEmpty
        ? "Build again when its first interval is over, or set an earlier `start`."
        : "Build it without `--start` and `--end` to compute the rest.",
    ],
  });
}
