import type { NodeResult } from "../state/events/event.js";
import type { PublishedModel } from "../state/state-store.js";
import { isView } from "../kinds/all-kinds.js";
import type { Execution } from "./execution.js";

/** A published model outside the run that still shows data of before the run. */
export interface OutdatedModel {
  readonly name: string;
  /** Models of the run that it reads, directly or not, and that have newer data. */
  readonly behind: readonly string[];
}

/** How data of a model changed for its readers: in another relation, or in the one that they read. */
type Change = { readonly at: "elsewhere" | "in place"; readonly of: ReadonlySet<string> };

/**
 * Published models that the run did not cover though data they read changed, in the order of the graph. A view of a table
 * that is written in place shows its new rows, so that only tables made from it are outdated.
 */
export function outdatedModels(
  results: readonly NodeResult[],
  { graph, planned, before: { published } }: Pick<Execution, "graph" | "planned" | "before">,
): readonly OutdatedModel[] {
  const changes = new Map(results.flatMap((result) => changeOf(result, published, planned)));
  const outdated: OutdatedModel[] = [];
  for (const [name, { model, parents }] of graph.nodes) {
    if (planned.has(name)) continue;
    const read = parents.flatMap((parent) => changes.get(parent) ?? []);
    if (read.length === 0) continue;
    const of = new Set(read.flatMap((change) => [...change.of]));
    const at = read.some((change) => change.at === "elsewhere") ? "elsewhere" : "in place";
    changes.set(name, { at: isView(model.kind) || !published.has(name) ? at : "elsewhere", of });
    const isOutdated = at === "elsewhere" || !isView(model.kind);
    if (isOutdated && published.has(name)) outdated.push({ name, behind: [...of] });
  }
  return outdated;
}

function changeOf(
  { name, status }: NodeResult,
  published: ReadonlyMap<string, PublishedModel>,
  planned: Execution["planned"],
): readonly (readonly [string, Change])[] {
  if (status !== "built" && status !== "reused") return [];
  const isMoved = planned.get(name)?.physical !== published.get(name)?.physical;
  if (!isMoved && status === "reused") return [];
  return [[name, { at: isMoved ? "elsewhere" : "in place", of: new Set([name]) }]];
}
