import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import type { NodeResult } from "../state/events/event.js";
import { isJudgedByClock } from "./clock-checks.js";
import { failpoint } from "../base/failpoint/failpoint.js";
import { PRODUCTION } from "../model/names.js";
import { physicalRef, viewRef } from "../plan/view-ref.js";
import type { PublishedModel, StateSnapshot } from "../state/state-store.js";
import { checkRecord } from "./actual-inputs.js";
import type { Execution } from "./execution.js";
import { isSameView, pointReaders, readerChange } from "./point-readers.js";
import { isTooShort, tooShort } from "./too-short.js";

interface Promotion {
  readonly tx: SqlRunner;
  readonly execution: Execution;
}

/** What a promotion changed for readers. */
export interface Promoted {
  readonly views: number;
  readonly removed: readonly string[];
}

/**
 * Points readers to the versions that succeeded and removes views of models that are gone, all in the caller's
 * transaction. Views that already show the right version are left alone.
 */
export async function promote(
  results: readonly NodeResult[],
  before: StateSnapshot,
  using: Promotion,
): Promise<Promoted> {
  const { tx, execution } = using;
  const { plan, graph, warehouse } = execution;
  const own: PublishedModel[] = [];
  for (const result of results) own.push(...(await toPublish(result, before, using)));
  const made = new Set(own.map(({ model }) => model));
  const others = results.filter(({ name }) => !made.has(name));
  const publish = [...own, ...(await inherited(others, before, execution))];
  const removed = plan.removed.filter((name) => before.published.has(name));
  if (publish.length === 0 && removed.length === 0) {
    await renew(tx, before, execution);
    return { views: 0, removed: [] };
  }
  const change = readerChange(before.published, { publish, removed });
  await pointReaders(change, { tx, warehouse });
  failpoint("promote.views");
  const { environment, lifetimeMs } = graph.project;
  const promotion = { publish, remove: removed, runId: execution.runId, lifetimeMs };
  await execution.state.commit([{ type: "promote", environment, promotion }], tx);
  failpoint("promote.recorded");
  return { views: change.point.length, removed };
}

/** An environment that is built is in use, even when nothing in it changes. */
async function renew(
  tx: SqlRunner,
  { published }: StateSnapshot,
  { state, graph }: Execution,
): Promise<void> {
  const { environment, lifetimeMs } = graph.project;
  if (environment === PRODUCTION || published.size === 0) return;
  await state.commit([{ type: "renew environment", environment, lifetimeMs }], tx);
}

async function toPublish(
  result: NodeResult,
  before: StateSnapshot,
  { tx, execution }: Promotion,
): Promise<readonly PublishedModel[]> {
  const node = execution.graph.nodes.get(result.name);
  const planned = execution.planned.get(result.name);
  const known = before.published.get(result.name);
  // Readers see it already: that its checks fail now is kept in mind, and they run again with the next build.
  const isReused = result.status === "failed" && planned?.action === "reuse";
  const isLate = isReused && isJudgedByClock(planned) && result.error?.code === "RUN.CHECK_FAILED";
  if (isReused && !isLate && known?.physical === planned.physical)
    return known.metadata === "" ? [] : [{ ...known, metadata: "" }];
  if (result.status !== "built" && result.status !== "reused" && !isLate) return [];
  if (!node || !planned) return [];
  if (known && (await isTooShort(planned, { known, before, tx, dialect: execution.dialect }))) {
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
  { published, production }: StateSnapshot,
  { graph, warehouse }: Execution,
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
