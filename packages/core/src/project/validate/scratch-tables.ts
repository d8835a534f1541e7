import type { Dialect, RelationRef } from "../../warehouse/dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { ScratchProvider } from "../resolve/parse-models.js";

/** A relation by its full name, and its columns. */
export type Known = readonly [name: string, columns: readonly ColumnInfo[]];

/** A statement, and a note of its success. */
interface Step {
  readonly sql: string;
  readonly made: () => unknown;
}

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

  /** Makes all tables that are missing: in one message, or none of them, where the engine has transactions. */
  async create(relations: readonly Known[]): Promise<void> {
    const missing = new Map(relations.filter(([name]) => !this.#tables.has(name)));
    if (missing.size === 0) return;
    const steps = this.#steps(missing);
    const signal = this.#signal;
    const scratch = await this.#scratch();
    if (scratch.capabilities.transactions === "full") {
      const statements = steps.map(({ sql }) => sql).join(";\n");
      await scratch.transaction((tx) => tx.execute(statements, { signal }), { signal });
      for (const { made } of steps) made();
      return;
    }
    for (const { sql, made } of steps) {
      await scratch.execute(sql, { signal });
      made();
    }
  }

  #steps(missing: ReadonlyMap<string, readonly ColumnInfo[]>): readonly Step[] {
    const schemas = new Set(Array.from(missing.keys(), (name) => scratchRelation(name).schema));
    const unmade = [...schemas].filter((schema) => !this.#schemas.has(schema));
    return [
      ...unmade.map((schema) => ({
        sql: this.#dialect.createSchema(schema),
        made: () => this.#schemas.add(schema),
      })),
      ...Array.from(missing, ([name, columns]) => ({
        sql: this.#dialect.createTable(
          scratchRelation(name),
          columns.map((column) => ({ ...column, nullable: true })),
        ),
        made: () => this.#tables.add(name),
      })),
    ];
  }
}

/** Schemas of the private engine carry a prefix, so that they never meet the engine's own (`main`). */
function scratchRelation(name: string): RelationRef {
  const dot = name.lastIndexOf(".");
  return { schema: `bind_${name.slice(0, dot)}`, name: name.slice(dot + 1) };
}
