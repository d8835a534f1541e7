import { expect, it } from "vitest";
import { testProject } from "../project.js";

const prices = (...rows: readonly string[]) => ({
  "models/raw/prices.seed.yaml": "file: data/prices.csv\n",
  "data/prices.csv": ["id,price", ...rows, ""].join("\n"),
});
const history = {
  "models/marts/prices.sql":
    "/* model\nkind: { type: snapshot, key: id }\n*/\nselect id, price from raw.prices",
};
const versions =
  "select price::int as price, strftime(valid_from, '%d %H:%M') as since from marts.prices order by valid_from";

// Observed with SQLMesh: a restatement builds the table from what the source says now.
it("no way of building again takes the history away", async () => {
  const project = testProject({ ...prices("1,10"), ...history });
  await project.build({}, { clock: "2024-02-01" });
  project.write(prices("1,11"));
  await project.build({}, { clock: "2024-02-02" });
  const known = [
    { price: 10, since: "01 00:00" },
    { price: 11, since: "02 00:00" },
  ];
  await project.build({ rebuild: true }, { clock: "2024-02-03" });
  expect(await project.rows(versions)).toEqual(known);
  const restate = { start: "2024-01-01", end: "2024-02-03" };
  await project.build({ restate }, { clock: "2024-02-03" });
  expect(await project.rows(versions)).toEqual(known);
  await project.build({}, { clock: "2024-02-03", environment: "dev" });
  expect(await project.rawRows(versions.replace("marts", "marts__dev"))).toEqual(known);
});

// Observed with SQLMesh: a second run within one tick of the cron does nothing.
it("two changes of one day are two versions", async () => {
  const project = testProject({
    ...prices("1,10"),
    "models/marts/prices.sql": history["models/marts/prices.sql"].replace(
      "\n*/",
      '\ncron: "0 0 * * *"\n*/',
    ),
  });
  await project.build({}, { clock: "2024-02-01T08:00:00Z" });
  project.write(prices("1,11"));
  await project.build({}, { clock: "2024-02-01T09:30:00Z" });
  project.write(prices("1,12"));
  await project.build({}, { clock: "2024-02-01T17:00:00Z" });
  expect(await project.rows(versions)).toEqual([
    { price: 10, since: "01 08:00" },
    { price: 11, since: "01 09:30" },
    { price: 12, since: "01 17:00" },
  ]);
});

// https://github.com/dbt-labs/dbt-core/issues/8885
it("a column that is added and taken away again leaves the versions there are", async () => {
  const project = testProject({ ...prices("1,10"), ...history });
  await project.build({}, { clock: "2024-02-01" });
  project.write({
    "models/marts/prices.sql": history["models/marts/prices.sql"].replace(
      "price from",
      "price, 'eur' as currency from",
    ),
  });
  await project.build({}, { clock: "2024-02-02" });
  project.write(history);
  await project.build({}, { clock: "2024-02-03" });
  const prices10 = await project.rows(versions);
  expect(prices10.slice(0, 2)).toEqual([
    { price: 10, since: "01 00:00" },
    { price: 10, since: "02 00:00" },
  ]);
  const overlap =
    "select count(*)::int from marts.prices a, marts.prices b where a.valid_from < b.valid_from and (a.valid_to is null or a.valid_to > b.valid_from)";
  expect(await project.value(overlap)).toBe(0);
});
