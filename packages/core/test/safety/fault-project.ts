import type { TestProject } from "../project.js";

/** A model in SQL with its header. */
export const model = (header: string, sql: string) => `/* model\n${header}\n*/\n${sql}`;

export const csv = (...rows: readonly string[]) => `id,ts,amount\n${rows.join("\n")}\n`;

export const firstRows = [
  "1,2024-01-01 10:00:00,5",
  "2,2024-01-02 11:00:00,7",
  "3,2024-01-02 23:59:59,1",
  "4,2024-01-03 12:00:00,2",
];

/** A table by day; `most` makes a check refuse days with more rows. */
export function daily({ most = 99, more = "", cron = "" } = {}): string {
  const schedule = cron === "" ? "" : `\ncron: "${cron}"`;
  return model(
    `kind: { type: incremental_by_time, time: day, start: 2024-01-01, batch_size: 2 }${schedule}\nchecks: [{ expression: 'n <= ${String(most)}' }]`,
    `select cast(ts as date) as day, count(*)::int as n${more} from raw.events where ts >= $start and ts < $end group by all`,
  );
}

/** Every kind of model, each with checks where it may have them. */
export const allKinds = {
  "models/raw/events.seed.yaml": "file: data/events.csv\n",
  "data/events.csv": csv(...firstRows),
  "models/staging/events.sql": "select id, ts, amount from raw.events",
  "models/staging/big.sql": model(
    "kind: ephemeral",
    "select * from staging.events where amount > 1",
  ),
  "models/raw/days.ts": `const { defineRows, z } = globalThis.sluice;
export default defineRows({
  columns: z.object({ day: z.int() }),
  rows: function* () { for (let day = 1; day < 40; day += 1) yield { day }; },
});
`,
  "models/marts/total.sql": model(
    "kind: table\ncolumns: { total: { checks: [not_null] } }",
    "select sum(amount)::int as total, count(*)::int as n from staging.big",
  ),
  "models/marts/daily.sql": model(
    "kind: { type: incremental_by_time, time: day, start: 2024-01-01, batch_size: 1, batch_concurrency: 2 }\nchecks: [{ expression: 'n > 0' }]",
    "select cast(ts as date) as day, count(*)::int as n from staging.events where ts >= $start and ts < $end group by all",
  ),
  "models/marts/weekly.sql": model(
    "kind: { type: incremental_by_time, time: week, grain: week, start: 2024-01-01 }",
    "select date_trunc('week', day)::date as week, sum(n)::int as n from marts.daily where day >= $start and day < $end group by all",
  ),
  "models/marts/latest.sql": model(
    "kind: { type: incremental_by_key, key: id, updated_at: ts }\ncolumns: { id: { checks: [unique] } }",
    "select id, ts, amount from staging.events where ts > $since",
  ),
  "models/marts/log.sql": model(
    "kind: { type: append, time: ts }",
    "select id, ts from staging.events",
  ),
  "models/marts/history.sql": model(
    "kind: { type: snapshot, key: id }",
    "select id, amount from staging.events",
  ),
  "models/marts/summary.sql": model(
    "kind: table",
    "select (select sum(n) from marts.daily)::int as days, (select count(*) from marts.history)::int as versions, (select count(*) from raw.days)::int as r",
  ),
};

/** A day later: new and changed rows, an edit that keeps rows, one that builds anew, a model more and one less. */
export function nextDay(project: TestProject): void {
  const rows = firstRows.map((row) => row.replace(",7", ",70"));
  project.write({
    "data/events.csv": csv(...rows, "5,2024-01-04 01:00:00,9", "6,2024-01-09 01:00:00,9"),
    "models/marts/history.sql": model(
      "kind: { type: snapshot, key: id }",
      "select id, amount, 'eur' as currency from staging.events",
    ),
    "models/marts/total.sql": model(
      "kind: table",
      "select max(amount)::int as total from staging.big",
    ),
    "models/marts/weekly.sql": allKinds["models/marts/weekly.sql"]
      .replace("start: 2024-01-01", "start: 2024-01-01, forward_only: true")
      .replace("as n from", "as n, min(n) as least from"),
    "models/marts/more.sql": "select * from marts.total",
  });
  project.remove("models/marts/log.sql");
}
