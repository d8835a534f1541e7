import { expect, it } from "vitest";
import { testProject } from "../../test/project.js";

const csv = (...ids: readonly number[]) => ({
  "data/n.csv": `id,at_day\n${ids.map((id) => `${String(id)},2024-01-0${String(id)}`).join("\n")}\n`,
});

it("kept tables see the new rows of a file they read, directly or through an ephemeral model", async () => {
  const project = testProject({
    ...csv(1),
    "models/raw/n.source.yaml":
      "file: data/n.csv\ncolumns:\n  id: { type: integer }\n  at_day: { type: date }\n",
    "models/shop/inlined.sql": "/* model\nkind: ephemeral\n*/\nselect * from raw.n",
    "models/shop/appended.sql":
      "/* model\nkind: { type: append, time: at_day }\n*/\nselect * from raw.n where at_day > $since",
    "models/shop/merged.sql":
      "/* model\nkind: { type: incremental_by_key, key: id }\n*/\nselect * from shop.inlined",
    "models/shop/whole.sql": "/* model\nkind: table\n*/\nselect * from raw.n",
  });
  const counts = async () => {
    const tables = ["appended", "merged", "whole"].map(
      (name) => `(select count(*)::int from shop.${name}) as ${name}`,
    );
    return (await project.rawRows(`select ${tables.join(", ")}`))[0];
  };
  await project.build();
  expect(await counts()).toEqual({ appended: 1, merged: 1, whole: 1 });
  expect((await project.build()).nodes["shop.whole"]?.status).toBe("reused");
  project.write(csv(1, 2, 3));
  await project.build();
  expect(await counts()).toEqual({ appended: 3, merged: 3, whole: 3 });
});
