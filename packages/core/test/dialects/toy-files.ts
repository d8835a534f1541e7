const model = (header: string, sql: string) => `/* model\n${header}\n*/\n${sql}`;
const orders = (...rows: readonly string[]) => ["id,placed,amount,note", ...rows, ""].join("\n");

/** Files of a project by name. */
export type Files = Readonly<Record<string, string>>;

const keyed = model(
  "kind: { type: incremental_by_key, key: id, deletes: missing }",
  "select id, amount, note from stage.paid",
);

/** A project of most kinds in the toy language: names in backticks, comments behind `#`, words of its own. */
export const toyFiles: Files = {
  "data/orders.csv": orders("1,2024-01-01,10,it's", "2,2024-01-02,20,", "3,2024-01-02,30,-- x"),
  "data/rates.csv": "day,rate\n2024-01-01,1.5\n2024-01-02,2\n",
  "models/raw/orders.seed.yaml":
    "file: data/orders.csv\ncolumns:\n  placed: { type: date }\n  amount: { type: bigint }\n",
  "models/raw/rates.source.yaml":
    "file: data/rates.csv\ncolumns:\n  day: { type: date }\n  rate: { type: 'decimal(9, 2)', checks: [not_null] }\n",
  "models/stage/paid.sql": model(
    "kind: ephemeral",
    "select `id`, placed, amount, note from raw.orders # where 'all' of it is\nwhere amount > 0",
  ),
  "models/stage/shown.sql": model("kind: view", "select id, note as `the note` from stage.paid"),
  "models/m/rated.sql": model(
    "kind: table",
    "select o.id, o.amount * r.rate as value\nfrom stage.paid as o join raw.rates as r on r.day = o.placed",
  ),
  "models/m/whole.sql": model(
    "kind: table\ncolumns:\n  id: { checks: [not_null, unique] }",
    "select o.id, how_many(o.amount > 15) over () as many, opt_cast(o.note as integer) as n\nfrom raw.orders as o",
  ),
  "models/m/daily.sql": model(
    "kind: { type: incremental_by_time, time: placed, start: 2024-01-01 }",
    "select placed, sum(amount)::bigint as total from stage.paid\nwhere placed >= $start and placed < $end group by placed",
  ),
  "models/m/keyed.sql": keyed,
  "models/m/newest.sql": model(
    "kind: { type: incremental_by_key, key: id, updated_at: placed }",
    "select id, placed, amount from stage.paid",
  ),
  "models/m/added.sql": model(
    "kind: { type: append, time: placed }",
    "select id, placed from stage.paid where placed > $since",
  ),
  "models/m/history.sql": model(
    "kind: { type: snapshot, key: id, hard_deletes: new_record }",
    "select id, amount, note from stage.paid",
  ),
  "models/m/ended.sql": model(
    "kind: { type: snapshot, key: id, updated_at: placed }",
    "select id, placed, amount from stage.paid",
  ),
  "tests/whole.test.yaml":
    "- name: many\n  model: m.whole\n  given:\n    raw.orders:\n      - { id: 1, amount: 5, note: 7 }\n  expect:\n    - { id: 1, many: 0, n: 7 }\n",
};

/** Other data: a row that changed, one that is gone, one that is new. */
export const secondDay: Files = {
  "data/orders.csv": orders("1,2024-01-03,11,it's", "3,2024-01-02,30,-- x", "4,2024-01-04,40,new"),
};

/** An edit that keeps the rows of a table by key, and adds a column. */
export const columnAdded: Files = {
  "models/m/keyed.sql": keyed
    .replace("deletes: missing", "deletes: missing, forward_only: true")
    .replace("amount, note", "amount, note, amount + 1 as `more`"),
};

/** Another comment: in DuckDB's lexis the rest of the line would be part of the query. */
export const commentEdited: Files = {
  "models/stage/paid.sql": (toyFiles["models/stage/paid.sql"] ?? "").replace(
    "# where 'all' of it is",
    "# where it's all",
  ),
};
