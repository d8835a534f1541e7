import type { Dialect, RelationRef } from "../../warehouse/dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { ScratchProvider } from "../resolve/parse-models.js";

/** A relation by its full name, and its columns. */
export type Known = readonly [name: string, columns: readonly ColumnInfo[]];

/** Empty tables of a private engine that stand for the project's relations; the engine opens with the first of them. */
export class ScratchTables {
  readonly #scratch: ScratchProvider;
  readonly #dialect: Dialect;
  readonly #signal: AbortSignal | undefined;
  readonly #tables = new Set<string>();
  readonly #schemas = new Set<string>();

  constructor(using: {
    readonly scratch: ScratchProvider;
    readonly dialect: Dialect;
    readonly signal?: AbortSignal | undefined;
  }) {
    this.#scratch = using.scratch;
    this.#dialect = using.dialect;
    this.#signal = using.signal;
  }

  /** Name of the table that stands for a relation. */
  nameOf(name: string): string {
    const ref = scratchRelation(name);
    return `${ref.schema}.${ref.name}`;
  }

  /** SQL of the table that stands for a relation. */
  relation(name: string): string {
    return this.#dialect.relation(scratchRelation(name));
  }

  /** Makes all tables that are missing in one message, or none of them. */
  async create(relations: readonly Known[]): Promise<void> {
    const missing = new Map(relations.filter(([name]) => !this.#tables.has(name)));
    if (missing.size === 0) return;
    const refs = [...missing].map(([name, columns]) => ({ ref: scratchRelation(name), columns }));
    const schemas = new Set(refs.map(({ ref }) => ref.schema).filter((s) => !this.#schemas.has(s)));
    const statements = [
      ...[...schemas].map((schema) => this.#dialect.createSchema(schema)),
      ...refs.map(({ ref, columns }) =>
        this.#dialect.createTable(
          ref,
          columns.map((column) => ({ ...column, nullable: true })),
        ),
      ),
    ];
    const signal = this.#signal;
    const scratch = await this.#scratch();
    await scratch.transaction((tx) => tx.execute(statements.join(";\n"), { signal }), { signal });
    for (const name of missing.keys()) this.#tables.add(name);
    for (const schema of schemas) this.#schemas.add(schema);
  }
}

/** Schemas of the private engine carry a prefix, so that they never meet the engine's own (`main`). */
function scratchRelation(name: string): RelationRef {
  const dot = name.lastIndexOf(".");
  return { schema: `bind_${name.slice(0, dot)}`, name: name.slice(dot + 1) };
}
