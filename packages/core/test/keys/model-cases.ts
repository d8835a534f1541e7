import { added, below, described, type KeyCases, type Values } from "./case.js";

/** The rows that models of the cases read; the second version has late, changed, new and missing rows. */
export const events = {
  first:
    "id,day,moment,v,gone\n1,2024-01-03,2024-01-03T08:00:00,10,false\n2,2024-01-04,2024-01-04T08:00:00,20,false\n3,2024-01-05,2024-01-05T08:00:00,30,false\n",
  second:
    "id,day,moment,v,gone\n1,2024-01-03,2024-01-03T08:00:00,11,false\n2,2024-01-04,2024-01-07T09:00:00,21,true\n4,2024-01-04,2024-01-04T09:00:00,40,false\n5,2024-01-07,2024-01-07T08:00:00,50,false\n",
};

const id = { columns: { id: { type: "bigint" } } };
const column = (options: Values) => ({ columns: { id: options } });
const table = { kind: { type: "table" } };
const cron = (options: Values | string) => ({ ...table, cron: options });
const daily = { expression: "0 6 * * *" };

const columnCases: KeyCases = {
  type: added(column({}), column({ type: "varchar" })),
  nullable: added(column({}), column({ nullable: false })),
  checks: added(column({}), column({ checks: ["unique"] })),
  description: described(column({}), column({ description: "A number." })),
  tags: described(column({}), column({ tags: ["key"] })),
  pii: described(column({}), column({ pii: true })),
};

/** Keys of models that SQL and TypeScript have in common. */
const common: KeyCases = {
  name: added({}, { name: "b.other" }),
  description: described({}, { description: "Events." }),
  owner: described({}, { owner: "data" }),
  tags: described({}, { tags: ["core"] }),
  meta: described({}, { meta: { level: 1 } }),
  checks: added({}, { checks: [{ type: "unique", column: "id", args: {} }] }),
  columns: added({}, { columns: { nothing: { type: "bigint" } } }),
  ...below("columns.*", columnCases),
  kind: added({}, table),
  cron: added(table, cron("0 6 * * *")),
  "cron.expression": { without: cron(daily), with: cron({ expression: "0 7 * * 1" }) },
  "cron.zone": added(cron(daily), cron({ ...daily, zone: "Asia/Tokyo" })),
  "cron.catch_up": added(cron(daily), cron({ ...daily, catch_up: "all" })),
  retries: added(
    { ...table, retries: 0 },
    { retries: 2 },
    { query: "select 'flaky' as id", fails: true },
  ),
  timeout: added(
    table,
    { timeout: "1ms" },
    { query: "select count(*) as id from range(3000000) t(i) where hash(i) % 7 = 3" },
  ),
  sla: added(cron(daily), { sla: "1m" }),
};

const schemaChange = (kind: Values): KeyCases => ({
  on_schema_change: added(
    { kind },
    { kind: { ...kind, on_schema_change: "fail" } },
    { edited: "select *, 1 as added from raw.e" },
  ),
});

/** Kinds whose table an edit begins anew. */
const evolving = (kind: Values): KeyCases => ({
  ...schemaChange({ ...kind, forward_only: true }),
  forward_only: added(
    { kind },
    { kind: { ...kind, forward_only: true } },
    { edited: "select * replace (v + 1000 as v) from raw.e" },
  ),
});

/** A case of each option of a kind, beside the others that it needs. */
function ofKind(
  type: string,
  needed: Values,
  options: Readonly<Record<string, readonly [value: unknown, beside?: Values, query?: string]>>,
): KeyCases {
  const kind = { type, ...needed };
  const cases = Object.entries(options).map(([key, [value, beside = {}, query]]) => {
    const base = { ...kind, ...beside };
    const [option = key, inner] = key.split(".");
    const own = inner === undefined ? value : { [inner]: value };
    const more = query === undefined ? {} : { query };
    return [key, added({ kind: base }, { kind: { ...base, [option]: own } }, more)] as const;
  });
  return {
    type: added({}, { kind }),
    ...Object.fromEntries(cases),
    ...(type.startsWith("incremental") ? evolving(kind) : schemaChange(kind)),
  };
}

const bounds =
  "select *, $start as lower_bound, $end as upper_bound from raw.e where day >= $start and day < $end";
const byTime = { time: "day", start: "2024-01-01" };

const kinds: KeyCases = {
  "view.type": { without: { kind: { type: "table" } }, with: { kind: { type: "view" } } },
  "table.type": added({}, table),
  "ephemeral.type": added({}, { kind: { type: "ephemeral" } }),
  ...below(
    "incremental_by_time",
    ofKind("incremental_by_time", byTime, {
      time: ["moment"],
      start: ["2024-01-05"],
      grain: ["week", {}, bounds],
      time_zone: ["America/New_York", { time: "moment" }, bounds.replaceAll("day", "moment")],
      end: ["2024-01-05"],
      lookback: [4],
      batch_size: [1, {}, bounds],
      batch_concurrency: [4, { batch_size: 1 }, bounds],
      allow_partials: [true],
      on_late_input: ["recompute", {}, bounds],
    }),
  ),
  ...below(
    "incremental_by_key",
    ofKind(
      "incremental_by_key",
      { key: "id" },
      {
        key: ["day", {}, "select max(id) as id, day, max(v) as v from raw.e group by day"],
        updated_at: [
          "day",
          { updated_at: "moment" },
          "select *, $since::varchar as since from raw.e",
        ],
        order: ["v desc", { order: "v" }, "select id % 2 as id, v from raw.e"],
        deletes: ["missing"],
        "deletes.column": ["gone"],
      },
    ),
  ),
  ...below("append", ofKind("append", {}, { time: ["moment"] })),
  ...below(
    "snapshot",
    ofKind(
      "snapshot",
      { key: "id" },
      {
        key: ["v"],
        strategy: ["check", { updated_at: "moment" }],
        updated_at: ["moment"],
        columns: [["gone"]],
        hard_deletes: ["invalidate"],
        valid_from: ["now", { updated_at: "moment" }],
        "valid_from.column": ["day"],
        current: ["9999-12-31"],
      },
    ),
  ),
};

/** A case of every key of a header in SQL, and of those that `defineModel` has too. */
export const modelCases: KeyCases = { ...common, ...below("kind", kinds) };

/** Keys of a header in SQL alone. */
export const headerCases: KeyCases = {
  ...modelCases,
  schema: added({}, { schema: "c" }),
  contract: added(id, { contract: "exact" }),
  checks: added({}, { checks: [{ unique: { column: "id" } }] }),
};
