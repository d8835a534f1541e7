import { isFromFile } from "../../kinds/all-kinds.js";
import type { FileRead } from "../../warehouse/dialect.js";
import { type ColumnInfo, columnNamed, foldName } from "@sluice/sql/text";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { rowsOf } from "../../run/rows-of.js";
import { seedRead, sourceRead } from "../../project/files/file-read.js";
import { inUtf8 } from "../../project/files/utf8-copies.js";
import { resolvedRead } from "../../project/files/guessed-columns.js";
import type { Graph } from "../../project/resolve/graph.js";
import { upstreamOf } from "../../project/resolve/upstream.js";
import { queryReader } from "../../warehouse/query-reader.js";
import { lineageInputs } from "../../project/render/lineage-inputs.js";

/** A bound project, and the engine that reads its files. */
export interface GuessBasis {
  readonly graph: Graph;
  /** Columns by relation, as they were bound. */
  readonly columns: ReadonlyMap<string, readonly ColumnInfo[]>;
  readonly warehouse: WarehouseAdapter;
}

/** A column of a relation. */
interface Column {
  readonly model: string;
  readonly column: string;
}

/**
 * Of the given columns by model those whose type is the engine's guess for a column of a file without a value: folded
 * names. Files are read only where one of the columns is made from a guessed column of that type.
 */
export async function guessedWithoutValue(
  columns: ReadonlyMap<string, readonly string[]>,
  basis: GuessBasis,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const upstream = upstreamOf(basis.graph, [...columns.keys()]);
  const files = new Map(
    [...upstream].flatMap((name) => {
      const read = guessingRead(name, basis);
      return read === undefined ? [] : [[name, read] as const];
    }),
  );
  if (files.size === 0) return new Map();
  const origins = await originsOf(upstream, basis);
  const reader = new FileValues(files, basis);
  const found = new Map<string, ReadonlySet<string>>();
  for (const [model, names] of columns) {
    const guessed = new Set<string>();
    for (const column of names) {
      const from = origins({ model, column });
      if (from && (await reader.isGuess({ model, column }, from))) guessed.add(foldName(column));
    }
    found.set(model, guessed);
  }
  return found;
}

/** How the files of a seed or source are read of which the engine guesses types; undefined for any other relation. */
function guessingRead(name: string, { graph, columns }: GuessBasis): FileRead | undefined {
  const { project, nodes } = graph;
  const model = nodes.get(name)?.model;
  const source = project.sources.get(name);
  const known = columns.get(name);
  if (known === undefined) return undefined;
  const isFile = model ? isFromFile(model.kind) : source?.location.type === "file";
  if (!isFile) return undefined;
  const read = model
    ? inUtf8(seedRead(model, project), model)
    : source && inUtf8(sourceRead(source, project), source);
  return read === undefined || read.format === "parquet" || read.allText === true
    ? undefined
    : read;
}

/** The columns without a query above them that a column is made from; undefined where that is not certain. */
async function originsOf(
  upstream: ReadonlySet<string>,
  { graph, columns, warehouse }: GuessBasis,
): Promise<(column: Column) => readonly Column[] | undefined> {
  const nodes = [...upstream].flatMap((name) => graph.nodes.get(name) ?? []);
  const { columnLineage } = await import("@sluice/sql/lineage");
  const reader = queryReader(warehouse, () => Promise.resolve(warehouse));
  const lineage = await columnLineage(lineageInputs(nodes, { graph, columns }), reader);
  const known = new Map(lineage.map((one) => [keyOf(one), one]));
  const queries = new Set(lineage.map(({ model }) => model));
  const trace = (column: Column): readonly Column[] | undefined => {
    if (!queries.has(column.model)) return [column];
    const one = known.get(keyOf(column));
    if (one?.certain !== true) return undefined;
    const found = one.inputs.map(trace);
    return found.every((origin) => origin !== undefined) ? found.flat() : undefined;
  };
  return trace;
}

const keyOf = ({ model, column }: Column) => JSON.stringify([model, foldName(column)]);

/** The values of files, read once for each column that is asked for. */
class FileValues {
  readonly #files: ReadonlyMap<string, FileRead>;
  readonly #basis: GuessBasis;
  readonly #empty = new Map<string, boolean>();

  constructor(files: ReadonlyMap<string, FileRead>, basis: GuessBasis) {
    this.#files = files;
    this.#basis = basis;
  }

  /** True where a column has its type from a guess of no value, and from no other column. */
  async isGuess(column: Column, origins: readonly Column[]): Promise<boolean> {
    const { dialect } = this.#basis.warehouse;
    const type = this.#typeOf(column);
    const alike = origins.filter((origin) => {
      const own = this.#typeOf(origin);
      return type !== undefined && own !== undefined && dialect.sameType(own, type);
    });
    if (alike.length === 0) return false;
    for (const origin of alike) if (!(await this.#isEmptyGuess(origin))) return false;
    return true;
  }

  #typeOf({ model, column }: Column): string | undefined {
    return columnNamed(this.#basis.columns.get(model) ?? [], column)?.type;
  }

  async #isEmptyGuess(column: Column): Promise<boolean> {
    const read = this.#files.get(column.model);
    if (read === undefined || columnNamed(read.columns ?? [], column.column)) return false;
    const key = keyOf(column);
    const isEmpty = this.#empty.get(key) ?? (await this.#hasNoValue(column, read));
    this.#empty.set(key, isEmpty);
    return isEmpty;
  }

  async #hasNoValue({ model, column }: Column, read: FileRead): Promise<boolean> {
    const { columns, warehouse } = this.#basis;
    const { dialect } = warehouse;
    const files = dialect.readFiles(resolvedRead(read, columns.get(model) ?? []));
    const sql = `select count(${dialect.quoteIdentifier(column)}) as n from ${files}`;
    const [row] = await rowsOf(warehouse, sql);
    return Number(row?.["n"]) === 0;
  }
}
