/** What the source says: at first; with a hundredth of it changed; the same again, from another text. */
export type CustomersVersion = "first" | "changed" | "same";

/** One key in so many changes. */
export const changedOf = 100;

/** A snapshot of a table of customers, as models. */
export const customersHistory = {
  schema: "marts",
  name: "customers_history",
  file: [
    "models/marts/customers_history.sql",
    `/* model
kind: { type: snapshot, key: id, strategy: check }
*/
select id, name, city, credit, active from staging.customers
`,
  ],
} as const;

/** Path and text of the model of the source: so many customers. */
export function customersFile(
  keys: number,
  version: CustomersVersion,
): readonly [path: string, text: string] {
  const change = version === "first" ? 0 : 1;
  const text = `/* model
kind: table
*/
select
  cast(i as bigint) as id,
  'customer ' || cast(i as varchar) as name,
  'city ' || cast(hash(i) % 500 as varchar) as city,
  cast(hash(i, case when i % ${changedOf} = 0 then ${change} else 0 end) % 100000 as bigint) as credit,
  hash(i) % 3 > 0 as active
from range(${keys}) as customers(i)
where i >= ${version === "same" ? -1 : 0}
`;
  return ["models/staging/customers.sql", text];
}

/** What somebody would write by hand to bring the history in `target` up to date, without looking for faulty rows. */
export function customersStatements(target: string, now: string): readonly string[] {
  const at = `timestamp '${now.replace("T", " ")}'`;
  const differs = ["name", "city", "credit", "active"].map((c) => `s.${c} is distinct from c.${c}`);
  return [
    "begin",
    `create temp table changes as select s.* from staging.customers as s
    left join (select * from ${target} where valid_to is null) as c on c.id = s.id
    where c.id is null or ${differs.join(" or ")}`,
    `update ${target} as t set valid_to = ${at} from changes as c where t.id = c.id and t.valid_to is null`,
    `insert into ${target} select *, ${at}, null from changes`,
    "commit",
  ];
}
