import { describe, expect, it } from "vitest";
import { testProject, type TestProject } from "../../../test/project.js";

const kind = (more = "") =>
  `kind: { type: incremental_by_time, time: d, start: 2024-01-01, on_late_input: recompute${more} }`;
const daily = (value: string, more = "") =>
  `/* model\n${kind(more)}\n*/\nselect d, ${value} as v from stg.inner where d >= $start and d < $end`;
const between = (type: string, from: string, factor: number) =>
  `/* model\nkind: ${type}\n*/\nselect d, amount * ${String(factor)} as amount from ${from}`;
const rows = (...amounts: readonly number[]) =>
  [
    "d,amount",
    ...amounts.map((amount, i) => `2024-01-0${String(i + 1)},${String(amount)}`),
    "",
  ].join("\n");

const files = {
  "models/raw/sales.seed.yaml": "file: seeds/sales.csv\n",
  "seeds/sales.csv": rows(1, 2),
  "models/stg/shown.sql": between("view", "raw.sales", 1),
  "models/stg/stored.sql": between("table", "stg.shown", 1),
  "models/stg/inner.sql": between("ephemeral", "stg.stored", 1),
  "models/marts/daily.sql": daily("amount"),
};
const clock = "2024-01-05T00:00:00Z";

async function valuesOf(project: TestProject): Promise<readonly unknown[]> {
  const found = await project.rows("select v::int as v from marts.daily order by d");
  return found.map(({ v }) => v);
}

const edits: readonly (readonly [string, Record<string, string>])[] = [
  ["of a view above", { "models/stg/shown.sql": between("view", "raw.sales", 10) }],
  ["of a table above", { "models/stg/stored.sql": between("table", "stg.shown", 10) }],
  ["of an ephemeral model", { "models/stg/inner.sql": between("ephemeral", "stg.stored", 10) }],
  ["of the query", { "models/marts/daily.sql": daily("amount * 10") }],
];

describe("a forward-only edit of a table that takes late input", () => {
  it.each(edits)("%s computes no grain again, and late input after it alone", async (_, edit) => {
    const project = testProject(files);
    await project.build({}, { clock });
    project.write(edit);
    await project.build({ forwardOnly: true }, { clock });
    expect(await valuesOf(project)).toEqual([1, 2]);
    await project.build({}, { clock });
    expect(await valuesOf(project)).toEqual([1, 2]);
    project.write({ "seeds/sales.csv": rows(1, 3) });
    await project.build({}, { clock });
    expect(await valuesOf(project)).toEqual([1, 30]);
  });

  it.each(edits.slice(0, 2))(
    "%s that was published alone before computes no grain again",
    async (_, edit) => {
      const project = testProject(files);
      await project.build({}, { clock });
      project.write(edit);
      await project.build({ select: ["stg.shown", "stg.stored"] }, { clock });
      await project.build({ forwardOnly: true }, { clock });
      expect(await valuesOf(project)).toEqual([1, 2]);
    },
  );

  it("by the option of the kind computes no grain again", async () => {
    const forward = { "models/marts/daily.sql": daily("amount", ", forward_only: true") };
    const project = testProject({ ...files, ...forward });
    await project.build({}, { clock });
    project.write({ "models/stg/shown.sql": between("view", "raw.sales", 10) });
    await project.build({}, { clock });
    expect(await valuesOf(project)).toEqual([1, 2]);
  });
});
