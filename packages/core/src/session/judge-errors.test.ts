import { describe, expect, it } from "vitest";
import { failure, testProject } from "../../test/project.js";

const ephemeral = (sql: string) => `/* model\nkind: ephemeral\n*/\n${sql}`;
const files = {
  "models/raw/s.seed.yaml": "file: data/s.csv\n",
  "data/s.csv": "id,v\n1,10\n",
  "models/m/inner.sql": ephemeral("select id, v from raw.s"),
  "models/m/outer.sql": ephemeral("select id, v from m.inner order by 2"),
  "models/m/reader.sql": "/* model\nkind: table\n*/\nselect id, v from m.outer",
};

async function built() {
  const project = testProject(files);
  await project.build();
  return project;
}

describe("an ephemeral model over a seed", () => {
  it.each<[string, Record<string, string>, string]>([
    [
      "with an edit that cannot be bound",
      { "models/m/outer.sql": ephemeral("select id, v from m.inner order by 4") },
      "m.outer",
    ],
    [
      "under another, with an edit that cannot be bound",
      { "models/m/inner.sql": ephemeral("select id, w as v from raw.s") },
      "m.inner",
    ],
    [
      "that is new and cannot be bound",
      {
        "models/m/next.sql": ephemeral("select id from raw.s order by 4"),
        "models/m/second.sql": "select id from m.next",
      },
      "m.next",
    ],
  ])("%s stops the build at its own place", async (_, edit, model) => {
    const project = await built();
    project.write(edit);
    const { code, where } = await failure(project.build());
    expect({ code, model: where?.model }).toEqual({ code: "SQL.BIND", model });
  });

  it("that is as it was built stops its readers where the seed has lost a column", async () => {
    const project = await built();
    project.write({
      "data/s.csv": "id\n1\n",
      "models/m/beside.sql": "/* model\nkind: table\n*/\nselect id from raw.s",
    });
    const { nodes } = await project.build();
    expect(nodes).toMatchObject({
      "m.reader": { status: "failed", error: { code: "SQL.BIND" } },
      "m.beside": { status: "built" },
    });
  });
});
