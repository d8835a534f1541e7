/** A table of events that is filled day by day, as a model and as the statements that do the same. */
export interface DailyEvents {
  readonly schema: string;
  readonly name: string;
  /** Path and text of the model. */
  readonly file: readonly [path: string, text: string];
  /** Checks of the model. */
  readonly checks: number;
  /** Statements that compute one day of the table `target`, counted from the first. */
  readonly statements: (day: number, target: string) => readonly string[];
}

const firstDay = Date.UTC(2020, 0, 1);

/** The date (UTC) so many days after the first day of the events, as ISO text. */
export function eventDate(day: number): string {
  return new Date(firstDay + day * 86_400_000).toISOString().slice(0, 10);
}

const rowChecks = [
  "not_null: { column: id }",
  "not_null: { column: label }",
  "between: { column: amount, min: 0, max: 999 }",
  'expression: { sql: "amount + id >= id" }',
];

/** Events of equal days: the rows of a day follow from the day alone, and are drawn when it is computed. */
export function dailyEvents(
  rowsOfDay: number,
  options: { readonly checked: boolean },
): DailyEvents {
  const [schema, name] = ["marts", "events"];
  const header = `kind: { type: incremental_by_time, time: day, grain: day, start: ${eventDate(0)} }`;
  const checks = options.checked ? rowChecks : [];
  const list = checks.map((check) => `\n  - ${check}`).join("");
  const text = `/* model\n${header}\nchecks:${list || " []"}\n*/\n${query(rowsOfDay, "$start", "$end")}\n`;
  return {
    schema,
    name,
    file: [`models/${schema}/${name}.sql`, text],
    checks: checks.length,
    statements: (day, target) => {
      const [start, end] = [`date '${eventDate(day)}'`, `date '${eventDate(day + 1)}'`];
      const within = `day >= ${start} and day < ${end}`;
      return [
        "begin",
        `delete from ${target} where ${within}`,
        `insert into ${target} select * from (${query(rowsOfDay, start, end)}) where ${within}`,
        "commit",
      ];
    },
  };
}

function query(rows: number, start: string, end: string): string {
  return `select
  cast(days.day as date) as day,
  events.id,
  cast(hash(events.id, days.day) % 1000 as bigint) as amount,
  'label ' || cast(events.id % 100 as varchar) as label
from (
  select unnest(generate_series(
    cast(${start} as timestamp),
    cast(${end} as timestamp) - interval 1 day,
    interval 1 day
  )) as day
) as days
cross join range(${rows}) as events(id)`;
}
