import { describe, expect, it } from "vitest";
import { failure, testProject, type TestProject } from "../../../test/project.js";

const reads: Readonly<Record<string, string>> = {
  "by its name": "select * from raw.feed",
  "in a join": "select f.* from raw.feed f join a.built b on true",
  "through an ephemeral model": "select * from a.inlined",
};

function project(files: Readonly<Record<string, string>>): TestProject {
  return testProject({
    "models/a/inlined.sql": "/* model\nkind: ephemeral\n*/\nselect * from raw.feed",
    "models/a/built.sql": "/* model\nkind: table\n*/\nselect 1 as one",
    "models/a/reader.sql": "/* model\nkind: view\n*/\nselect * from a.inlined",
    ...files,
  });
}

describe("a query of a source", () => {
  it.each(Object.entries(reads))("reads no row of refused files: %s", async (_, sql) => {
    const shop = project({
      "models/raw/feed.source.yaml": "file: day*.csv\n",
      "day1.csv": "id,x\n1,2\n",
      "day2.csv": "other\n1\n",
    });
    await shop.build({ select: ["a.built"] });
    expect(await failure(shop.rows(sql))).toMatchObject({
      code: "SOURCE.COLUMNS_DIFFER",
      where: { file: "models/raw/feed.source.yaml" },
    });
    expect(await shop.rows("select * from a.built")).toEqual([{ one: 1 }]);
  });

  it.each(Object.entries(reads))(
    "reads the types that models are built with: %s",
    async (_, sql) => {
      const shop = project({
        "models/raw/feed.source.yaml": "file: feed.ndjson\n",
        "feed.ndjson": '{"id": 1, "day": "2024-01-31"}\n{"id": 2, "day": "01/02/2024"}\n',
      });
      await shop.build();
      const day = "select any_value(typeof(day)) as t from";
      expect(await shop.value(`${day} (${sql})`)).toBe("VARCHAR");
      expect(await shop.rows(`select id, day from (${sql}) order by id`)).toEqual(
        await shop.rows("select id, day from a.reader order by id"),
      );
    },
  );

  it("refuses numbers that the reader would round", async () => {
    const shop = project({
      "models/raw/feed.source.yaml": "file: feed.ndjson\n",
      "feed.ndjson": '{"id": 1234567890.12345678901}\n',
    });
    const error = await failure(shop.rows("select * from raw.feed"));
    expect(error.code).toBe("SOURCE.INEXACT");
  });
});
