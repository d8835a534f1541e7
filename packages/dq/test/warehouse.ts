import { duckdb } from "@sluice/adapter-duckdb";
import type { CheckNames, CheckResult, CheckRun, CheckSpec } from "@sluice/core";
import {
  SluiceError,
  type ColumnInfo,
  type Diagnostic,
  type ParsedQuery,
  type Row,
  type SqlRunner,
  type WarehouseAdapter,
} from "@sluice/core/adapter";
import { afterAll, beforeAll } from "vitest";
import { createCheckEngine } from "../src/index.js";

const engine = createCheckEngine();

/** What a test may change about a run. */
export interface RunOptions extends Partial<
  Pick<CheckRun, "model" | "pii" | "now" | "parameters" | "columns">
> {
  /** SQL of the relation under check. @default "t" */
  readonly relation?: string;
  /** Columns of every other relation. @default not known */
  readonly othersColumns?: readonly ColumnInfo[];
  readonly signal?: AbortSignal;
  /** @default the warehouse itself */
  readonly runner?: SqlRunner;
}

/** A real in-memory DuckDB that remembers the queries the check engine sent. */
export class TestWarehouse {
  readonly queries: string[] = [];
  private opened: WarehouseAdapter | undefined;

  get adapter(): WarehouseAdapter {
    if (!this.opened) throw new Error("the warehouse opens before the first test");
    return this.opened;
  }

  async open(): Promise<void> {
    this.opened = await duckdb({ path: ":memory:" }).openScratch({ projectDir: process.cwd() });
  }

  async execute(sql: string): Promise<void> {
    await this.adapter.execute(sql);
  }

  async rows(sql: string): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for await (const row of this.adapter.query(sql)) rows.push(row);
    return rows;
  }

  /** Replaces table `t`. */
  async table(select: string): Promise<void> {
    await this.execute(`create or replace table t as ${select}`);
  }

  /** Replaces table `t` by literal rows: `values("a int, b text", "(1, 'x'), (2, null)")`. */
  async values(columns: string, rows: string): Promise<void> {
    await this.execute(`create or replace table t (${columns})`);
    await this.execute(`insert into t values ${rows}`);
  }

  async check(spec: CheckSpec, options?: RunOptions): Promise<CheckResult> {
    const [result] = await this.checks([spec], options);
    if (!result) throw new Error("no result");
    return result;
  }

  /** Failing rows of a check on literal rows. */
  async failing(columns: string, rows: string, spec: CheckSpec): Promise<number | undefined> {
    await this.values(columns, rows);
    const result = await this.check(spec);
    if (result.error) throw SluiceError.of([result.error]);
    return result.failing;
  }

  async checks(
    specs: readonly CheckSpec[],
    options: RunOptions = {},
  ): Promise<readonly CheckResult[]> {
    const run = await this.checkRun(specs, options);
    this.queries.length = 0;
    return engine.run(run, this.counting(options.runner ?? this.adapter), {
      signal: options.signal,
    });
  }

  /** Findings of binding the checks. */
  async bind(
    specs: readonly CheckSpec[],
    options: RunOptions = {},
  ): Promise<readonly Diagnostic[]> {
    return engine.bind(await this.checkRun(specs, options), this.adapter);
  }

  async checkRun(specs: readonly CheckSpec[], options: RunOptions = {}): Promise<CheckRun> {
    const { relation = "t", model = "marts.t", pii = [], parameters = {} } = options;
    const { dialect } = this.adapter;
    const columns =
      options.columns ?? (await this.adapter.dryRun(`select * from ${relation}`)).columns;
    const checks = specs.map((spec) => {
      const parsed = engine.parse(spec, { model, columns, dialect });
      if (!parsed.ok) throw SluiceError.of([parsed.diagnostic]);
      return parsed.check;
    });
    const names = (self: string): CheckNames => {
      const resolve = (name: string) => (name === "self" || name === model ? self : name);
      return {
        relation: self,
        resolve,
        renderQuery: async (query) => {
          const [parsed] = await this.adapter.parse([query]);
          if (!parsed?.ok)
            throw parsed ? SluiceError.of([parsed.diagnostic]) : new Error("not parsed");
          return render(query, parsed.query, { resolve, parameters, dialect });
        },
      };
    };
    return {
      ...names(relation),
      plain: names(model),
      model,
      columns,
      columnsOf: () => options.othersColumns,
      checks,
      pii,
      parameters,
      dialect,
      now: options.now ?? "2024-06-01T12:00:00.000Z",
    };
  }

  private counting(runner: SqlRunner): SqlRunner {
    return {
      query: (sql, options) => {
        this.queries.push(sql);
        return runner.query(sql, options);
      },
      execute: (sql, options) => runner.execute(sql, options),
      load: (target, rows, options) => runner.load(target, rows, options),
    };
  }
}

function render(
  text: string,
  query: ParsedQuery,
  { resolve, parameters, dialect }: Pick<CheckRun, "resolve" | "parameters" | "dialect">,
): string {
  const edits = [
    ...query.tables.map(({ start, end, schema, name, needsAlias }) => {
      const plain = schema === undefined ? name : `${schema}.${name}`;
      return { start, end, text: needsAlias ? `${resolve(plain)} as ${name}` : resolve(plain) };
    }),
    ...query.parameters.map(({ start, end, name }) => {
      const value = parameters[name];
      if (value === undefined)
        throw new SluiceError({ code: "REF.PARAMETER_UNKNOWN", message: `No $${name}.` });
      return { start, end, text: dialect.literal(value) };
    }),
  ].sort((a, b) => b.start - a.start);
  return edits.reduce(
    (sql, edit) => sql.slice(0, edit.start) + edit.text + sql.slice(edit.end),
    text,
  );
}

/** One warehouse for the tests of a file. */
export function useWarehouse(): TestWarehouse {
  const warehouse = new TestWarehouse();
  beforeAll(() => warehouse.open());
  afterAll(() => warehouse.adapter.close());
  return warehouse;
}
