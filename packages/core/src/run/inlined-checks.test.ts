import { expect, it } from "vitest";
import { testProject } from "../../test/project.js";

const inner = (values: string, checks = "[not_null, unique]") => ({
  "models/inter/e.sql": `/* model\nkind: ephemeral\ncolumns:\n  id: { checks: ${checks} }\n*/\nselect * from (values ${values}) t(id)`,
});
const files = {
  ...inner("(1), (2)"),
  "models/inter/around.sql": "/* model\nkind: ephemeral\n*/\nselect id from inter.e",
  "models/marts/t.sql": "/* model\nkind: table\n*/\nselect id from inter.around",
  "models/marts/log.sql":
    "/* model\nkind: { type: incremental_by_key, key: id }\n*/\nselect id from inter.e group by id having id is not null",
  "models/marts/reader.sql": "select id from marts.t",
};
const ids = "select string_agg(id, ' ' order by id) from marts.t";

it("checks of an ephemeral model refuse every model that has it in its query", async () => {
  const project = testProject(files);
  const first = await project.build();
  expect(first.summary.ok).toBe(true);
  const ran = Object.values(first.nodes).flatMap(({ checkResults }) => checkResults);
  expect(ran.filter(({ model }) => model === "inter.e").map(({ status }) => status)).toEqual([
    "passed",
    "passed",
  ]);
  project.write(inner("(1), (1), (null)"));
  const { nodes } = await project.build();
  for (const name of ["marts.t", "marts.log"])
    expect(nodes[name]).toMatchObject({ status: "failed", error: { code: "RUN.CHECK_FAILED" } });
  expect(nodes["marts.t"]?.error?.message).toContain("of inter.e failed");
  expect(nodes["marts.reader"]?.status).toBe("skipped");
  expect(await project.value(ids)).toBe("1 2");
  project.write(inner("(1), (3)"));
  expect((await project.build()).summary.ok).toBe(true);
  expect(await project.value(ids)).toBe("1 3");
});

it("an edited check of an ephemeral model runs again for models that are reused", async () => {
  const project = testProject({ ...files, ...inner("(1), (1)", "[not_null]") });
  expect((await project.build()).summary.ok).toBe(true);
  expect(await project.plan()).toEqual({});
  project.write(inner("(1), (1)", "[not_null, unique]"));
  expect(await project.plan()).toMatchObject({ "marts.t": "recheck" });
  const { nodes } = await project.build();
  expect(nodes["marts.t"]?.status).toBe("failed");
});

it("`check` runs the checks of an ephemeral model on its query", async () => {
  const project = testProject({ ...files, ...inner("(1), (1)", "[not_null]") });
  await project.build();
  project.write(inner("(1), (1)", "[not_null, unique]"));
  const { ok, results } = await project.with((w) => w.check({ select: ["inter.e"] }));
  expect(ok).toBe(false);
  expect(results.map(({ check, status }) => [check, status])).toEqual([
    ["not_null(id)", "passed"],
    ["unique(id)", "failed"],
  ]);
});
