import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import { findings, testProject } from "../../../test/project.js";

const dev = (attach?: Readonly<Record<string, { readonly path: string }>>) => ({
  targets: { dev: duckdb({ path: "shop.duckdb", attach }) },
});

/** Databases that the engine has beside the warehouse. */
async function otherDatabases(): Promise<readonly string[]> {
  const { dir } = testProject({});
  const warehouse = await duckdb({ path: "shop.duckdb" }).open({ projectDir: dir });
  const names: string[] = [];
  for await (const row of warehouse.query(
    "select database_name as name from duckdb_databases() where database_name <> current_database() order by 1",
  ))
    names.push(row["name"] as string);
  await warehouse.close();
  return names;
}

describe("a schema with the name of a database of the engine", () => {
  it("is refused at its file, for each database that the engine has", async () => {
    const names = await otherDatabases();
    expect(names).toEqual(["memory", "system", "temp"]);
    for (const name of names) {
      const all = await findings(testProject({ [`models/${name}/one.sql`]: "select 1 as a" }));
      expect(all).toMatchObject([
        {
          code: "MODEL.NAME_INVALID",
          where: { file: `models/${name}/one.sql`, model: `${name}.one` },
        },
      ]);
    }
  });

  it("is refused in any case of letters, and for a database that the target attaches", async () => {
    const files = { "models/a/one.sql": "/* model\nname: TEMP.one\n*/\nselect 1 as a" };
    expect((await findings(testProject(files))).map(({ code }) => code)).toEqual([
      "MODEL.NAME_INVALID",
    ]);
    const raw = { "models/raw/one.sql": "select 1 as a" };
    expect(await findings(testProject(raw, dev()))).toEqual([]);
    const [found] = await findings(testProject(raw, dev({ raw: { path: "raw.duckdb" } })));
    expect(found?.message).toMatch(
      /^`raw\.one` cannot be the name of a model: `raw` is the name of a database of duckdb [\d.]+, which would take one for the other\.$/,
    );
  });

  it("is taken for an ephemeral model and for a source, which have no view there", async () => {
    const project = testProject({
      "models/temp/one.sql": "/* model\nkind: ephemeral\n*/\nselect 1 as a",
      "models/system/rows.source.yaml": "file: rows.csv\n",
      "models/marts/two.sql": "select a, n from temp.one, system.rows",
      "rows.csv": "n\n7\n",
    });
    expect(await findings(project)).toEqual([]);
    expect((await project.build()).summary.ok).toBe(true);
    expect(await project.value("select n from marts.two")).toBe(7n);
  });
});
