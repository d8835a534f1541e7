import { sha256 } from "../base/cache/content-cache.js";
import type { HashedRows } from "../plan/inputs/hash-query.js";
import { hashedUnit } from "../plan/inputs/pieces.js";
import { timeInputs } from "../plan/inputs/time-inputs.js";
import { columnsRead } from "@sluice/sql/lineage";
import { grainOf } from "../time/intervals/grain.js";
import { lineageInputs } from "../project/render/lineage-inputs.js";
import { queryReader } from "../warehouse/query-reader.js";
import type { IntervalOptions } from "../kinds/write.js";
import { timeColumn } from "./batch-sql.js";
import type { Update } from "./update.js";

/** An input by time as it is hashed in a run. */
export interface RunInput extends HashedRows {
  /** Full name of the relation. */
  readonly name: string;
  /** Text that differs where other columns, another time or another hash function is meant. */
  readonly definition: string;
}

/** The inputs that a table takes by time, with the columns of them that its query reads. */
export async function runInputs(
  update: Update,
  kind: IntervalOptions,
): Promise<readonly RunInput[]> {
  const { node, execution } = update;
  const { columns, dialect } = execution;
  const found = timeInputs(node, { columns, dialect });
  if (found.length === 0 || dialect.rowsHash === undefined) return [];
  const read = await readColumns(update);
  const bounds = timeColumn(update, kind);
  const grain = grainOf(kind);
  const { unit, zone } = hashedUnit(grain);
  return found.flatMap(({ name, alias, time, meaning }) => {
    const ofInput = read(name);
    const names = ofInput.map((column) => `${alias}.${dialect.quoteIdentifier(column)}`);
    const hashed = dialect.rowsHash?.(names);
    if (hashed === undefined) return [];
    // An alias is another way to write the query.
    const cut = [bounds.type, unit, zone ?? ""];
    const meant = JSON.stringify([meaning, cut, ofInput]);
    return {
      name,
      alias,
      time,
      bounds,
      grain,
      from: execution.physicalSql(name),
      hash: hashed.hash,
      definition: sha256(hashed.version, meant).slice(0, 16),
    };
  });
}

/** The columns of a relation that a query reads; all of them where that is not certain. */
async function readColumns({
  node,
  execution,
}: Update): Promise<(relation: string) => readonly string[]> {
  const { graph, columns, warehouse } = execution;
  const { name: model } = node.model;
  const namesOf = (name: string) => (columns.get(name) ?? []).map((column) => column.name);
  const read = await columnsRead(
    lineageInputs([node], { graph, columns }),
    queryReader(warehouse, () => Promise.resolve(warehouse)),
  );
  return (relation) => {
    const found = read.get(model)?.get(relation) ?? "all";
    return found === "all" || found.length === 0 ? namesOf(relation) : found;
  };
}
