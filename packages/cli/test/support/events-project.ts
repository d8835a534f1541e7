import { config } from "./sluice.js";

/** Three events a day from 2024-01-01 to 2024-04-09. */
function events(): string {
  const day = 86_400_000;
  const first = Date.parse("2024-01-01T00:00:00Z");
  const rows = Array.from({ length: 300 }, (_, i) => {
    const at = new Date(first + Math.floor(i / 3) * day + (i % 3) * (day / 4));
    return `${String(i)},${at.toISOString().slice(0, 19).replace("T", " ")},${String(i % 7)}`;
  });
  return `id,ts,amount\n${rows.join("\n")}\n`;
}

/** Events, a table a day and a table a month over it, and a total: of every way to be brought up to date one. */
export const eventsProject: Readonly<Record<string, string>> = {
  "sluice.config.ts": config,
  "seeds/events.csv": events(),
  "models/raw/events.seed.yaml": `file: seeds/events.csv
columns:
  id: { type: bigint }
  ts: { type: timestamp }
  amount: { type: bigint }
`,
  "models/staging/stg_events.sql": `select
  id,
  ts,
  amount
from raw.events
where amount >= 0
`,
  "models/marts/daily.sql": `/* model
kind: { type: incremental_by_time, time: day, start: 2024-01-01, batch_size: 20 }
*/
select cast(ts as date) as day, count(*) as events, sum(amount)::bigint as amount
from staging.stg_events
where ts >= $start and ts < $end
group by all
`,
  "models/marts/monthly.sql": `/* model
kind: { type: incremental_by_time, time: month, grain: month, start: 2024-01-01 }
*/
select date_trunc('month', day)::date as month, sum(events)::bigint as events
from marts.daily
where day >= $start and day < $end
group by all
`,
  "models/marts/totals.sql": "select sum(events)::bigint as events from marts.daily\n",
};

/** An edit of `staging.stg_events` that leaves rows out. */
export const edit = {
  "models/staging/stg_events.sql": (eventsProject["models/staging/stg_events.sql"] ?? "").replace(
    ">= 0",
    ">= 1",
  ),
};
