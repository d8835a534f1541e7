import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import type { InputHash } from "./input-hash.js";
import type { Interval } from "../time/intervals/interval-set.js";
import type { InputHashStore } from "./input-hash-store.js";
import { instant, text } from "./state-rows.js";
import { stateRelation, stateTables } from "./state-tables.js";
import { writeRows } from "./write-rows.js";

const hashes = stateRelation("input_hashes");

/** Hashes in a state table of the warehouse. */
export class SqlInputHashes implements InputHashStore {
  readonly #dialect: Dialect;
  readonly #table: string;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
    this.#table = dialect.relation(hashes);
  }

  async read(runner: SqlRunner, physical: string, range?: Interval): Promise<readonly InputHash[]> {
    const found: InputHash[] = [];
    const sql =
      `select input, definition, start_at, end_at, row_count, hash from ${this.#table} ` +
      `where ${this.#where(physical, range)} order by start_at`;
    for await (const row of runner.query(sql)) {
      found.push({
        input: text(row, "input"),
        definition: text(row, "definition"),
        start: instant(row, "start_at"),
        end: instant(row, "end_at"),
        rows: Number(row["row_count"] ?? 0),
        hash: text(row, "hash") || undefined,
      });
    }
    return found;
  }

  async add(runner: SqlRunner, physical: string, added: readonly InputHash[]): Promise<void> {
    const rows = added.map(({ input, definition, start, end, rows: count, hash }) => ({
      physical,
      input,
      definition,
      start_at: new Date(start),
      end_at: new Date(end),
      row_count: count,
      hash: hash ?? null,
    }));
    await writeRows({ runner, dialect: this.#dialect }, "input_hashes", rows);
  }

  async remove(runner: SqlRunner, physical: string, range: Interval): Promise<void> {
    await runner.execute(this.#dialect.deleteWhere(hashes, this.#where(physical, range)));
  }

  async copy(
    runner: SqlRunner,
    { from, to }: { readonly from: string; readonly to: string },
  ): Promise<void> {
    const columns = stateTables.find(([name]) => name === "input_hashes")?.[1] ?? [];
    const values = columns.map((name) => (name === "physical" ? this.#dialect.literal(to) : name));
    const select = `select ${values.join(", ")} from ${this.#table} where ${this.#where(from)}`;
    await runner.execute(this.#dialect.insertSelect(hashes, columns, select));
  }

  async forget(runner: SqlRunner, physical: readonly string[]): Promise<void> {
    if (physical.length === 0) return;
    const list = physical.map((name) => this.#dialect.literal(name)).join(", ");
    await runner.execute(this.#dialect.deleteWhere(hashes, `physical in (${list})`));
  }

  #where(physical: string, range?: Interval): string {
    const own = `physical = ${this.#dialect.literal(physical)}`;
    if (!range) return own;
    const [from, to] = [range.start, range.end].map((at) =>
      this.#dialect.literal(new Date(at), this.#dialect.typeFor("timestamp")),
    );
    return `${own} and start_at >= ${from ?? ""} and start_at < ${to ?? ""}`;
  }
}
