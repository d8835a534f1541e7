import type { NodeResult } from "../state/events/event.js";
import { isJudgedByClock } from "./clock-checks.js";
import { PRODUCTION } from "../model/names.js";
import { physicalRef, viewRef } from "../plan/view-ref.js";
import type { StateChange } from "../state/state-change.js";
import { isReused } from "../plan/planned-node.js";
import type { PublishedModel } from "../state/state-store.js";
import { checkRecord } from "./actual-inputs.js";
import type { Execution } from "./execution.js";
import type { Publication } from "./protocols/protocol.js";
import { outdatedModels, type OutdatedModel } from "./outdated-models.js";
import { isSameView, readerChange } from "./point-readers.js";
import { isTooShort, tooShort } from "./too-short.js";

/** A promotion that changes nothing. */
export const noPromotion: Publication & Promoted = {
  readers: { point: [], drop: [] },
  changes: [],
  views: 0,
  removed: [],
  outdated: [],
};

/** What a promotion changed for readers. */
export interface Promoted {
  readonly views: number;
  readonly removed: readonly string[];
  readonly outdated: readonly OutdatedModel[];
}

/**
 * The publication of the versions that succeeded, with the removal of views of models that are gone. Views that already
 * show the right version are left alone.
 */
export async function promotionOf(
  results: readonly NodeResult[],
  execution: Execution,
): Promise<Publication & Promoted> {
  const { plan, graph, before } = execution;
  const own: PublishedModel[] = [];
  for (const result of results) own.push(...(await toPublish(result, execution)));
  const made = new Set(own.map(({ model }) => model));
  const others = results.filter(({ name }) => !made.has(name));
  const publish = [...own, ...(await inherited(others, execution))];
  const removed = plan.removed.filter((name) => before.published.has(name));
  const outdated = outdatedModels(results, execution);
  if (publish.length === 0 && removed.length === 0) {
    return { ...noPromotion, outdated, changes: renewal(execution) };
  }
  const readers = readerChange(before.published, { publish, removed });
  const { environment, lifetimeMs } = graph.project;
  const promotion = { publish, remove: removed, runId: execution.runId, lifetimeMs };
  return {
    readers,
    changes: [{ type: "promote", environment, promotion }],
    views: readers.point.length,
    removed,
    outdated,
  };
}

/** An environment that is built is in use, even when nothing in it changes. */
function renewal({ graph, before: { published } }: Execution): readonly StateChange[] {
  const { environment, lifetimeMs } = graph.project;
  if (environment === PRODUCTION || published.size === 0) return [];
  return [{ type: "renew environment", environment, lifetimeMs }];
}

async function toPublish(
  result: NodeResult,
  execution: Execution,
): Promise<readonly PublishedModel[]> {
  const node = execution.graph.nodes.get(result.name);
  const planned = execution.planned.get(result.name);
  const known = execution.before.published.get(result.name);
  // Readers see it already: that its checks fail now is kept in mind, and they run again with the next build.
  const failed = result.status === "failed" && planned && isReused(planned) ? planned : undefined;
  const isFailedCheck = result.error?.code === "RUN.CHECK_FAILED";
  const isLate = failed !== undefined && isJudgedByClock(failed) && isFailedCheck;
  if (failed && !isLate && known?.physical === failed.physical)
    return known.metadata === "" ? [] : [{ ...known, metadata: "" }];
  if (result.status !== "built" && result.status !== "reused" && !isLate) return [];
  if (!node || !planned) return [];
  if (known && (await isTooShort(planned, { known, ...execution }))) {
    execution.warn(tooShort(node.model, planned));
    return [];
  }
  const view = viewRef(node.model, execution.graph.project);
  const wanted: PublishedModel = {
    model: result.name,
    schema: view.schema,
    view: view.name,
    physical: planned.physical,
    fingerprint: planned.fingerprint,
    metadata: checkRecord(planned, execution),
  };
  const isShown =
    isSameView(known, wanted) &&
    known?.fingerprint === wanted.fingerprint &&
    known.metadata === wanted.metadata;
  return isShown ? [] : [wanted];
}

/**
 * Models that the run did not bring to an end and of which the environment shows nothing yet: it shows them as
 * production does.
 */
async function inherited(
  results: readonly NodeResult[],
  { graph, warehouse, before: { published, production } }: Execution,
): Promise<readonly PublishedModel[]> {
  const { project } = graph;
  if (project.environment === PRODUCTION) return [];
  const found: PublishedModel[] = [];
  for (const { name, status } of results) {
    const known = production.get(name);
    const model = graph.nodes.get(name)?.model;
    const isDone = status === "built" || status === "reused";
    if (isDone || published.has(name) || !known || !model) continue;
    if ((await warehouse.describe(physicalRef(known.physical))) === undefined) continue;
    const view = viewRef(model, project);
    found.push({ ...known, schema: view.schema, view: view.name });
  }
  return found;
}
