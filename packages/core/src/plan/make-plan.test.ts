import { describe, expect, it } from "vitest";
import { testProject } from "../../test/project.js";

const base = {
  "models/staging/orders.sql": "/* model\nkind: table\n*/\nselect 1 as id, 10 as amount",
  "models/marts/totals.sql":
    "/* model\nkind: table\n*/\nselect sum(amount) as total from staging.orders",
};

describe("plan", () => {
  it("smoke", async () => {
    const project = testProject(base);
    const run = await project.build();
    expect(run.built).toEqual(["staging.orders", "marts.totals"]);
    expect(await project.value("select total from totals")).toBe(10n);
    expect((await project.build()).built).toEqual([]);
  });
});
