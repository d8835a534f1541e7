/** One key in so many changes. */
export const changedOf = 100;

const source = "landing.customers";
const compared = ["name", "city", "credit", "active"] as const;

/** The history of a table that somebody else writes, as a project. */
export const customersHistory = {
  schema: "marts",
  name: "customers_history",
  source,
  files: [
    ["models/landing/customers.source.yaml", `table: ${source}\n`],
    [
      "models/marts/customers_history.sql",
      `/* model
kind: { type: snapshot, key: id, strategy: check }
*/
select id, ${compared.join(", ")} from ${source}
`,
    ],
  ],
} as const;

/** Statements that load the source for the first time: so many customers. */
export function loadCustomers(keys: number): readonly string[] {
  return [
    "create schema landing",
    `create table ${source} as
    select
      cast(i as bigint) as id,
      'customer ' || cast(i as varchar) as name,
      'city ' || cast(hash(i) % 500 as varchar) as city,
      cast(hash(i, 1) % 100000 as bigint) as credit,
      hash(i) % 3 > 0 as active
    from range(${keys}) as customers(i)`,
  ];
}

/** Changes some customers of the source, evenly over all of them. */
export const changeCustomers: readonly string[] = [
  `update ${source} set credit = credit + 1 where id % ${changedOf} = 0`,
];

/** What somebody would write by hand to bring the history in `target` up to date, without looking for faulty rows. */
export function updateByHand(target: string, now: string): readonly string[] {
  const at = `timestamp '${now.replace("T", " ")}'`;
  const differs = compared.map((column) => `s.${column} is distinct from c.${column}`);
  return [
    "begin",
    `create temp table changes as select s.* from ${source} as s
    left join (select * from ${target} where valid_to is null) as c on c.id = s.id
    where c.id is null or ${differs.join(" or ")}`,
    `update ${target} as t set valid_to = ${at} from changes as c where t.id = c.id and t.valid_to is null`,
    `insert into ${target} select *, ${at}, null from changes`,
    "commit",
  ];
}
