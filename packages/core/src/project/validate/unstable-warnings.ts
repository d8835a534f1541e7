import { isWholeQuery } from "../../kinds/all-kinds.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { UnstableCall } from "../../warehouse/parsing.js";
import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { Model } from "../../model/model.js";
import { placeOf } from "../../model/source-text.js";
import type { Graph } from "../resolve/graph.js";
import { unstableCalls, unstableReason } from "../resolve/unstable-models.js";

/** Most readers that a message names. */
const NAMED = 3;

/**
 * Warnings about tables that are built again at every build because their queries, or views they read, call functions
 * without a fixed value: one for each model whose query does, at its first call.
 */
export function unstableWarnings(
  graph: Graph,
  columns: ReadonlyMap<string, readonly ColumnInfo[]>,
): readonly Diagnostic[] {
  const found = new Map<Model, { readonly calls: Set<UnstableCall>; readonly tables: string[] }>();
  for (const [name, all] of unstableCalls(graph, columns)) {
    const table = graph.nodes.get(name)?.model;
    if (!table || !isWholeQuery(table.kind) || unstableReason(table, all) === undefined) continue;
    for (const { model, call } of all) {
      const known = found.get(model) ?? { calls: new Set(), tables: [] };
      found.set(model, known);
      known.calls.add(call);
      if (!known.tables.includes(name)) known.tables.push(name);
    }
  }
  return [...found].map(([model, { calls, tables }]) => warning(model, [...calls], tables));
}

function warning(
  model: Model,
  calls: readonly UnstableCall[],
  tables: readonly string[],
): Diagnostic {
  const called = listed([...new Set(calls.map(callText))]);
  const readers = tables.filter((name) => name !== model.name);
  const message =
    readers.length === tables.length
      ? `${model.name} calls ${called}: ${readersText(readers)} built again at every build.`
      : `${model.name} is built again at every build: it calls ${called}.`;
  const first = Math.min(...calls.map(({ start }) => start));
  return diagnostic({
    code: "MODEL.NOT_DETERMINISTIC",
    severity: "warning",
    message,
    why: "A value that differs from run to run says nothing about whether the table is up to date.",
    where: model.sql
      ? placeOf(model.sql, first, model.name)
      : { file: model.path, model: model.name },
    hints: hintsFor(calls),
  });
}

function hintsFor(calls: readonly UnstableCall[]): readonly string[] {
  const hints: string[] = [];
  if (calls.some(({ reason }) => reason === "clock"))
    hints.push(
      "Use `$now`, the run's time (`cast($now as date)` for today): the table is then built again once a day.",
    );
  if (calls.some(({ name }) => name === "sample"))
    hints.push("Give the sample a seed, such as `repeatable (42)`.");
  if (calls.some(({ name, reason }) => reason === "random" && name !== "sample"))
    hints.push("Derive the value from the row, such as `md5(id)`, or make the model a view.");
  return hints;
}

/** A call as it is written. */
function callText({ name, mayBeColumn }: UnstableCall): string {
  if (name === "sample") return "a sample without a seed";
  return mayBeColumn === true ? `\`${name}\`` : `\`${name}()\``;
}

function readersText(tables: readonly string[]): string {
  const named = tables.length > NAMED ? tables.slice(0, NAMED - 1) : tables;
  const more = tables.length - named.length;
  const all = more > 0 ? [...named, `${String(more)} more`] : named;
  const isOne = tables.length === 1;
  return `${listed(all)}, ${isOne ? "a table that reads" : "tables that read"} it, ${isOne ? "is" : "are"}`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2
    ? parts.join("")
    : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}
