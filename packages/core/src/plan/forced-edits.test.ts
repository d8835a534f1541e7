import { describe, expect, it } from "vitest";
import { testProject } from "../../test/project.js";

const kinds = {
  incremental_by_time: "{ type: incremental_by_time, time: d, start: 2024-01-01 }",
  incremental_by_key: "{ type: incremental_by_key, key: id }",
  append: "{ type: append, time: d }",
  snapshot: "{ type: snapshot, key: id }",
};
const where: Readonly<Record<string, string>> = {
  incremental_by_time: " where d >= $start and d < $end",
};
const clock = "2024-01-05T00:00:00Z";

const files = (value: string, ...rows: readonly string[]) => ({
  "models/raw/sales.seed.yaml": "file: seeds/sales.csv\n",
  "seeds/sales.csv": ["id,d", ...rows, ""].join("\n"),
  ...Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      `models/marts/${name}.sql`,
      `/* model\nkind: ${kind}\n*/\nselect ${value} as id, d from raw.sales${where[name] ?? ""}`,
    ]),
  ),
});

/** Builds, edits all queries without effect while a row is gone from the input, and builds with an option. */
async function edited(option: { readonly force?: boolean; readonly rebuild?: boolean }) {
  const project = testProject(files("id", "1,2024-01-01", "2,2024-01-02"));
  await project.build({}, { clock });
  project.write(files("(id)", "1,2024-01-01"));
  const { nodes } = await project.with((workspace) => workspace.plan(option), { clock });
  await project.build(option, { clock });
  const rows = (name: string) => project.value(`select count(*)::int from marts.${name}`);
  const action = (name: string) => nodes.find((node) => node.name === `marts.${name}`)?.action;
  return { action, rows };
}

describe("an edit without effect", () => {
  it.each(Object.keys(kinds))("leaves the rows of %s under --force", async (name) => {
    const { rows } = await edited({ force: true });
    expect(await rows(name)).toBe(2);
  });

  it("goes on with the published table of a snapshot under --rebuild, and begins the others anew", async () => {
    const { action, rows } = await edited({ rebuild: true });
    expect(await rows("snapshot")).toBe(2);
    expect(action("snapshot")).toBe("update");
    expect(await rows("incremental_by_time")).toBe(1);
    expect(await rows("incremental_by_key")).toBe(1);
    expect(await rows("append")).toBe(1);
  });
});
