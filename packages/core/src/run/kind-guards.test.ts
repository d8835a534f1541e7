import { describe, expect, it } from "vitest";
import { testProject } from "../../test/project.js";

const model = (kind: string) => `/* model\nkind: ${kind}\n*/\nselect id, part, n from raw.rows`;
const project = (kind: string, rows: string) =>
  testProject({
    "models/raw/rows.seed.yaml": "file: data/rows.csv\n",
    "data/rows.csv": `id,part,n\n${rows}`,
    "models/marts/m.sql": model(kind),
  });

describe("a refusal by a guard of a kind names the model once, and its file", () => {
  it.each([
    [
      "{ type: snapshot, key: id }",
      "RUN.SNAPSHOT_KEY_DUPLICATE",
      "marts.m was not written: 1 key of its query occurs more than once: id = (1).",
    ],
    [
      "{ type: incremental_by_key, key: id }",
      "RUN.KEY_DUPLICATE",
      "marts.m: The query gives several rows for 1 key: id = 1 (2 rows).",
    ],
  ])("%s", async (kind, code, message) => {
    const { nodes } = await project(kind, "1,1,7\n1,2,8\n").build();
    const where = { file: "models/marts/m.sql", model: "marts.m" };
    expect(nodes["marts.m"]).toMatchObject({ status: "failed", error: { code, message, where } });
  });
});

describe("an edit that keeps rows is refused where the table does not fit it", () => {
  it.each([
    [
      "a key that rows of the table share",
      "{ type: incremental_by_key, key: [id, part], forward_only: true }",
      "{ type: incremental_by_key, key: id, forward_only: true }",
      {
        code: "RUN.KEY_DUPLICATE",
        message: expect.stringContaining("The table holds several rows for 1 key") as string,
      },
    ],
    [
      "another end of the current rows of a history",
      "{ type: snapshot, key: [id, part] }",
      '{ type: snapshot, key: [id, part], current: "9999-12-31" }',
      {
        code: "RUN.SCHEMA_CHANGED",
        message: expect.stringContaining(
          "The history tells its current rows by another `valid_to`",
        ) as string,
      },
    ],
  ])("%s", async (_, before, after, error) => {
    const edited = project(before, "1,1,7\n1,2,8\n");
    expect((await edited.build()).summary.ok).toBe(true);
    edited.write({ "models/marts/m.sql": model(after) });
    expect((await edited.build()).nodes["marts.m"]).toMatchObject({ status: "failed", error });
  });
});
