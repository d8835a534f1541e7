/** Files of a small project with one fault, by what is wrong. */
export type Broken = Readonly<Record<string, string>>;

const model = (text: string): Broken => ({ "models/marts/m.sql": text });
const header = (yaml: string, query = "select 1 as id, 'a' as code"): Broken =>
  model(`/* model\n${yaml}\n*/\n${query}\n`);
const kind = (yaml: string): Broken =>
  header(`kind: { ${yaml} }`, "select 1 as id, date '2024-01-01' as day");
const column = (yaml: string): Broken => header(`columns:\n  id: { ${yaml} }`);
const seed = (yaml: string, csv = "id,code\n1,a\n"): Broken => ({
  "models/raw/s.seed.yaml": `${yaml}\n`,
  "data/s.csv": csv,
});
const source = (yaml: string): Broken => ({ "models/raw/s.source.yaml": `${yaml}\n` });
const typescript = (body: string): Broken => ({
  "models/marts/m.ts": `const { defineModel, defineRows, defineSeed, defineSource, sql, z } = globalThis.sluiceMessages;\nexport default ${body};\n`,
});
const config = (body: string): Broken => ({
  "sluice.config.ts": `const { defineProject, duckdb, z } = globalThis.sluiceMessages;\nexport default ${body};\n`,
});

const headers: Readonly<Record<string, Broken>> = {
  "unknown key": header("descripton: all orders"),
  "unknown key, unlike any": header("frobnicate: 1"),
  "key of dbt": header("materialized: table"),
  "tests of dbt": header("data_tests: [unique]"),
  "key of SQLMesh": header("audits: [unique]"),
  "unique_key of dbt": header("unique_key: id"),
  "unknown kind": header("kind: tabel"),
  "kind of dbt": header("kind: incremental"),
  "kind of SQLMesh": header("kind: SCD_TYPE_2"),
  "kind without a key it needs": kind("type: incremental_by_key"),
  "kind by time without time and start": kind("type: incremental_by_time"),
  "kind with a key of another": kind("type: snapshot, key: id, lookback: 2"),
  "kind with a mistyped key": kind("type: snapshot, key: id, stratgy: check"),
  "grain unknown": kind(
    "type: incremental_by_time, time: day, start: 2024-01-01, grain: fortnight",
  ),
  "start no date": kind("type: incremental_by_time, time: day, start: yesterday"),
  "time zone unknown": kind(
    "type: incremental_by_time, time: day, start: 2024-01-01, time_zone: Berlin",
  ),
  "on_schema_change of dbt": kind("type: append, on_schema_change: append_new_columns"),
  "time not a column": kind("type: incremental_by_time, time: dya, start: 2024-01-01"),
  "time of another type": header(
    "kind: { type: incremental_by_time, time: code, start: 2024-01-01 }",
  ),
  "key not a column": kind("type: incremental_by_key, key: idd"),
  "snapshot without updated_at": kind("type: snapshot, key: id, strategy: timestamp"),
  "tags as text": header("tags: core"),
  "columns as a list": header("columns:\n  - name: id"),
  "checks as text": column("checks: unique"),
  "nullable as text": column('nullable: "no"'),
  "description as a number": header("description: 2024"),
  "yaml with a colon": header("description: orders: all of them"),
  "yaml with a tab": header("columns:\n\tid: { type: bigint }"),
  "yaml with an open brace": header("columns:\n  id: { type: bigint"),
  "yaml with a key twice": header("kind: view\nkind: table"),
  "cron unknown": header("cron: every day"),
  "cron never fires": header('cron: "0 0 31 2 *"'),
  "duration unknown": header("timeout: soon"),
  "retries too many": header("retries: 100"),
  "header not closed": model("/* model\nkind: table\nselect 1 as id"),
  "header below the query": model("select 1 as id\n/* model\nkind: table\n*/"),
  "second header": model("/* model\nkind: table\n*/\n/* model\ntags: [a]\n*/\nselect 1 as id"),
  "end of a comment in the header": header('description: "a */ b"'),
};

const types: Readonly<Record<string, Broken>> = {
  "type mistyped": column('type: "decmal(10,2)"'),
  "type of another engine": column("type: jsonb"),
  "type unlike any": column("type: frobnicate"),
  "type nested": column("type: struct(a decmal)"),
  "type not closed": column("type: varchar("),
  "type too wide": column('type: "decimal(50,2)"'),
  "type with a comma": column("type: decimal(10,2)"),
  "type as a list": column("type: list(integer)"),
  "type with brackets": column("type: integer[]"),
  "type in a seed": seed("file: data/s.csv\ncolumns:\n  id: { type: bigin }"),
  "type in TypeScript": typescript(
    'defineModel({ columns: z.object({ id: z.int().meta({ type: "bigin" }) }), sql: () => sql`select 1 as id` })',
  ),
  "type other than the query's": column("type: varchar"),
  "column that the query lacks": header("columns:\n  idd: { type: bigint }"),
  "column that an exact contract lacks": header(
    "contract: exact\ncolumns:\n  id: { type: integer }",
  ),
};

const queries: Readonly<Record<string, Broken>> = {
  "no query": model("/* model\nkind: table\n*/\n"),
  "syntax error": model("select 1 as id from from x"),
  "ref of dbt": model("select * from {{ ref('orders') }}"),
  "comment of Jinja": model("select 1 as id {# the key #}"),
  "statement of Jinja": model("select 1 as id {% if true %} where true {% endif %}"),
  "front matter": model("---\nkind: table\n---\nselect 1 as id"),
  "two statements": model("select 1 as id; select 2 as id"),
  "create table": model("create table x as select 1 as id"),
  describe: model("describe m"),
  "unknown relation": model("select * from ordrs"),
  "file as a relation": model("select * from 'data/orders.csv'"),
  "relation of two schemas": {
    ...model("select * from o"),
    "models/a/o.sql": "select 1 as id",
    "models/b/o.sql": "select 1 as id",
  },
  "unknown column": { ...model("select idd from o"), "models/a/o.sql": "select 1 as id" },
  "unknown function": model("select lenght('a') as n"),
  "unknown type in a cast": model("select cast(1 as decmal(10,2)) as n"),
  "unknown parameter": model("select $start_dte as d"),
  "start in a view": model("select $start as d"),
  "two relations of one name": {
    ...model("select o.id, o.n from a.o, b.o"),
    "models/a/o.sql": "select 1 as id",
    "models/b/o.sql": "select 1 as n",
  },
  "relations in text": { ...model("from query_table('a.o')"), "models/a/o.sql": "select 1 as id" },
  cycle: { ...model("select * from n"), "models/marts/n.sql": "select * from m" },
  "reads itself": model("select * from m"),
  "name twice": { ...model("select 1 as id"), "models/marts/core/m.sql": "select 2 as id" },
  "reserved schema": { "models/_sluice/m.sql": "select 1 as id" },
  "name that begins with a digit": { "models/marts/1st.sql": "select 1 as id" },
};

const files: Readonly<Record<string, Broken>> = {
  "seed without a file": seed("description: x"),
  "seed of a file that is not there": seed("file: data/t.csv"),
  "seed with a key of pandas": seed("file: data/s.csv\nsep: ';'"),
  "seed of an unknown format": {
    "models/raw/s.seed.yaml": "file: data/s.xyz\n",
    "data/s.xyz": "id\n1\n",
  },
  "source as in dbt": source("sources:\n  - name: raw"),
  "source without its table": source("table: raw.nothing"),
  "source with an unknown format": source("file: data/s.csv\nformat: cvs"),
};

const checks: Readonly<Record<string, Broken>> = {
  "check mistyped": column("checks: [uniqe]"),
  "check of dbt": header("checks:\n  - expression_is_true: { expression: id > 0 }"),
  "argument mistyped": column("checks: [{ between: { mn: 1 } }]"),
  "argument of dbt": column("checks: [{ accepted_range: { min_value: 1 } }]"),
  "check of an unknown column": header("checks:\n  - unique: { columns: [idd] }"),
  "check without a value": column("checks: [between]"),
  "two checks in one entry": column("checks: [{ unique: {}, not_null: {} }]"),
  "check of an unknown relation": column("checks: [{ relationships: { to: custmers } }]"),
};

const definitions: Readonly<Record<string, Broken>> = {
  "key mistyped in TypeScript": typescript(
    "defineModel({ cheks: [], sql: () => sql`select 1 as id` })",
  ),
  "sql as text": typescript('defineModel({ sql: "select 1 as id" })'),
  "sql that gives text": typescript('defineModel({ sql: () => "select 1 as id" })'),
  "ref that nobody exports": typescript(
    "defineModel({ refs: { a: defineModel({ sql: () => sql`select 1` }) }, sql: ({ a }) => sql`from ${a}` })",
  ),
  "package not installed": { "models/marts/m.ts": 'import x from "lodash";\nexport default x;\n' },
  "file not there": { "models/marts/m.ts": 'import x from "./helpr.js";\nexport default x;\n' },
  "syntax error in TypeScript": { "models/marts/m.ts": "export default { a: 1 b: 2 };\n" },
  "value undefined in sql": typescript(
    "defineModel({ sql: () => sql`select ${undefined} as id` })",
  ),
  "columns without a type": typescript(
    "defineRows({ columns: z.object({ a: z.any() }), rows: function* () {} })",
  ),
};

const configurations: Readonly<Record<string, Broken>> = {
  "no default export": { "sluice.config.ts": "export const x = 1;\n" },
  "no targets": config('defineProject({ name: "shop", targets: {} })'),
  "target of dbt": config(
    'defineProject({ name: "shop", outputs: {}, targets: { dev: duckdb({ path: ":memory:" }) } })',
  ),
  "target that is none": config(
    'defineProject({ name: "shop", targets: { dev: { type: "duckdb" } } })',
  ),
  "folder with materialized": config(
    'defineProject({ name: "shop", targets: { dev: duckdb({ path: ":memory:" }) }, models: { marts: { materialized: "table" } } })',
  ),
  "folder of an unknown kind": config(
    'defineProject({ name: "shop", targets: { dev: duckdb({ path: ":memory:" }) }, models: { marts: { kind: "incremental" } } })',
  ),
  "default target unknown": config(
    'defineProject({ name: "shop", targets: { dev: duckdb({ path: ":memory:" }) }, defaultTarget: "prod" })',
  ),
  "adapter not installed": {
    "sluice.config.ts":
      'import { postgres } from "@sluice/adapter-postgres";\nexport default postgres;\n',
  },
  "variable without a value": config(
    'defineProject({ name: "shop", targets: { dev: duckdb({ path: ":memory:" }) }, vars: z.object({ start: z.iso.date(), day: z.iso.date() }) })',
  ),
  "option of the target unknown": config(
    'defineProject({ name: "shop", targets: { dev: duckdb({ path: ":memory:", memory: "1GB" }) } })',
  ),
};

/** Projects by chapter and fault. */
export const brokenProjects: Readonly<Record<string, Readonly<Record<string, Broken>>>> = {
  headers,
  types,
  queries,
  files,
  checks,
  definitions,
  configurations,
};
