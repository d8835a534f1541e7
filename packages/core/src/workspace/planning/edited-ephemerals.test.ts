import { describe, expect, it } from "vitest";
import { testProject } from "../../../test/project.js";

const ephemeral = (sql: string) => `/* model\nkind: ephemeral\n*/\n${sql}`;
const files = {
  "models/m/base.sql": "/* model\nkind: table\n*/\nselect 1 as id, 10 as amount",
  "models/m/inner.sql": ephemeral("select id, amount from m.base"),
  "models/m/outer.sql": ephemeral("select id, amount from m.inner"),
  "models/m/other.sql": ephemeral("select id from m.base"),
  "models/m/reader.sql": "select * from m.outer join m.other using (id)",
  "models/m/second.sql": "select id from m.inner",
};

/** Models that `state:modified` selects after an edit of files. */
async function modified(edit: Record<string, string>): Promise<readonly string[]> {
  const project = testProject(files);
  await project.build();
  project.write(edit);
  return project.with((workspace) => workspace.select({ select: ["state:modified"] }));
}

describe("state:modified", () => {
  it.each<[string, Record<string, string>, readonly string[]]>([
    [
      "an edited ephemeral model",
      { "models/m/other.sql": ephemeral("select id + 0 as id from m.base") },
      ["m.other"],
    ],
    [
      "an ephemeral model under another",
      { "models/m/inner.sql": ephemeral("select id, amount * 2 as amount from m.base") },
      ["m.inner"],
    ],
    [
      "no ephemeral model for a comment",
      { "models/m/inner.sql": ephemeral("select id,  amount -- all\nfrom m.base") },
      [],
    ],
    [
      "a reader alone that was edited",
      { "models/m/reader.sql": "select id from m.outer join m.other using (id)" },
      ["m.reader"],
    ],
    [
      "a reader alone that one ephemeral model left",
      {
        "models/m/reader.sql": "select id from m.outer",
        "models/m/second.sql": "select id from m.inner join m.other using (id)",
      },
      ["m.reader", "m.second"],
    ],
    ["nothing where nothing changed", {}, []],
  ])("lists %s", async (_, edit, expected) => {
    expect([...(await modified(edit))].sort()).toEqual(expected);
  });

  it("selects the readers of an edited ephemeral model with a plus", async () => {
    const project = testProject(files);
    await project.build();
    project.write({ "models/m/other.sql": ephemeral("select id + 0 as id from m.base") });
    const chosen = await project.with((w) => w.select({ select: ["state:modified+"] }));
    expect(chosen).toEqual(["m.other", "m.reader"]);
  });
});
