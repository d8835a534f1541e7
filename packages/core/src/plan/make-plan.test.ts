import { describe, expect, it } from "vitest";
import { testProject } from "../../test/project.js";

const table = (sql: string) => `/* model\nkind: table\n*/\n${sql}`;

/** As if every version had been built a day ago. */
const yesterday =
  "update _sluice.model_versions set run_day = cast(cast(run_day as date) - 1 as varchar)";

describe("models that read the clock", () => {
  const files = {
    "models/marts/today.sql": table("select $now as moment"),
    "models/marts/shown.sql": "select $now as moment",
    "models/marts/parts.sql": "/* model\nkind: ephemeral\n*/\nselect $now as moment",
    "models/marts/inlined.sql": table("select moment from parts"),
    "models/marts/after.sql": table("select moment from today"),
    "models/marts/days.ts": `import { defineRows } from "@sluice/core";
import { z } from "zod";
export default defineRows({
  columns: z.object({ day: z.string() }),
  rows: ({ now }) => [{ day: now.toISOString() }],
});`,
    "models/marts/constant.sql": table("select 1 as one"),
  };

  it("are built once a day, and what reads them with them", async () => {
    const project = testProject(files);
    await project.build();
    expect(await project.plan()).toEqual({});
    await project.execute(yesterday);
    expect(await project.plan()).toEqual({
      "marts.today": "day changed",
      "marts.shown": "day changed",
      "marts.inlined": "day changed",
      "marts.days": "day changed",
      "marts.after": "parent changed",
    });
    const { built } = await project.build();
    expect(built).toHaveLength(5);
    expect(await project.plan()).toEqual({});
  });

  it("are reused when --now fixes the clock", async () => {
    const project = testProject(files);
    const now = { now: "2024-05-06T07:08:09Z" };
    await project.build({}, now);
    await project.execute(yesterday);
    expect(await project.plan({}, now)).toEqual({});
    expect(await project.plan({}, { now: "2024-05-06T07:08:10Z" })).toMatchObject({
      "marts.today": "reads the clock",
    });
  });
});

describe("why a model is built", () => {
  const files = {
    "models/staging/orders.sql": table("select 1 as id, 10 as amount"),
    "models/marts/totals.sql": table("select sum(amount) as total from staging.orders"),
  };

  it("is that it is new, edited, below an edited one, lost, or asked for", async () => {
    const project = testProject(files);
    expect(await project.plan()).toEqual({ "staging.orders": "new", "marts.totals": "new" });
    await project.build();
    expect(await project.value("select total from totals")).toBe(10n);
    project.write({ "models/staging/orders.sql": table("select 1 as id, 20 as amount") });
    expect(await project.plan()).toEqual({
      "staging.orders": "definition changed",
      "marts.totals": "parent changed",
    });
    const { nodes } = await project.build();
    await project.execute(`drop table _sluice."${nodes["marts.totals"]?.physical ?? ""}" cascade`);
    expect(await project.plan()).toEqual({ "marts.totals": "missing" });
    await project.build();
    expect(await project.plan({ force: true, select: ["totals"] })).toEqual({
      "marts.totals": "forced",
    });
  });

  it("is never an edit that was taken back", async () => {
    const project = testProject(files);
    await project.build();
    project.write({ "models/staging/orders.sql": table("select 1 as id, 20 as amount") });
    await project.build();
    project.write({ "models/staging/orders.sql": files["models/staging/orders.sql"] });
    expect(await project.plan()).toEqual({});
    await project.build();
    expect(await project.value("select total from totals")).toBe(10n);
  });
});
