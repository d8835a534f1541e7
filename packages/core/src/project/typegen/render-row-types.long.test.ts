import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { collect, testProject, type TestProject } from "../../../test/project.js";

const packageDir = fileURLToPath(new URL("../../..", import.meta.url));

const files = {
  "models/marts/orders.sql": `/* model
kind: table
columns:
  id: { nullable: false, description: "The key,\\nof the shop." }
  n: { checks: [not_null] }
  ratio: { checks: [{ not_null: { severity: warn } }] }
*/
select 1::bigint as id, 2::smallint as n, 0.5::double as ratio, 1.25::decimal(9,2) as price,
  true as paid, 'x' as note, date '2024-01-01' as day, timestamp '2024-01-01' as at,
  interval 1 day as span, '\\x00'::blob as raw, uuid() as key, 1::hugeint as huge`,
  "models/marts/nested.sql":
    "select [1, 2] as list, {'a': 1, 'b c': ['x']} as struct, map {'k': 1.5::float} as map, '{}'::json as doc, 'a'::enum('a', 'b') as kind, 1 as \"odd name\"",
  "models/raw/made.ts": `const { defineRows, z } = globalThis.sluice;
export default defineRows({
  columns: z.object({ id: z.int().describe("Not */ the end."), at: z.date().nullable() }),
  rows: async function* () { yield { id: 1, at: null }; },
});`,
};

describe("declarations of rows", () => {
  it("give every column its JavaScript type", async () => {
    const text = await testProject(files).with((workspace) => workspace.rowTypes());
    expect(text).toMatchInlineSnapshot(`
      "// Written by \`sluice types\`. Do not edit.
      import type { SqlInterval } from "@sluice/core";

      declare module "@sluice/core" {
        interface ProjectRows {
          "marts.nested": {
            readonly list: readonly (number | null)[] | null;
            readonly struct: { readonly a: number | null; readonly "b c": readonly (string | null)[] | null } | null;
            readonly map: ReadonlyMap<string, number | null> | null;
            readonly doc: string | null;
            readonly kind: string | null;
            readonly "odd name": number | null;
          };

          "marts.orders": {
            /** The key, of the shop. */
            readonly id: bigint;
            readonly n: number;
            readonly ratio: number | null;
            readonly price: string | null;
            readonly paid: boolean | null;
            readonly note: string | null;
            readonly day: string | null;
            readonly at: string | null;
            readonly span: SqlInterval | null;
            readonly raw: Uint8Array | null;
            readonly key: string | null;
            readonly huge: bigint | null;
          };

          "raw.made": {
            /** Not *\\/ the end. */
            readonly id: bigint;
            readonly at: string | null;
          };
        }
      }
      "
    `);
  });

  it("do not depend on the order of files and change only with a schema", async () => {
    const project = testProject(files);
    const before = await project.with((workspace) => workspace.rowTypes());
    project.write({
      "models/marts/orders.sql": files["models/marts/orders.sql"].replace("0.5", "0.7"),
    });
    expect(await project.with((workspace) => workspace.rowTypes())).toBe(before);
    project.write({ "models/marts/nested.sql": "select 1 as v" });
    expect(await project.with((workspace) => workspace.rowTypes())).not.toBe(before);
  });

  it("are what the values are", async () => {
    const project = testProject(files);
    await project.build();
    const [row] = await project.with(async (workspace) =>
      collect((await workspace.query("marts.orders")).rows),
    );
    expect(row).toMatchObject({ id: 1n, n: 2, ratio: 0.5, price: "1.25", paid: true });
    expect(row).toMatchObject({ day: "2024-01-01", span: { months: 0, days: 1, micros: 0n } });
    expect(row?.["raw"]).toBeInstanceOf(Uint8Array);
    const [nested] = await project.with(async (workspace) =>
      collect((await workspace.query("marts.nested")).rows),
    );
    expect(nested).toEqual({
      list: [1, 2],
      struct: { a: 1, "b c": ["x"] },
      map: new Map([["k", 1.5]]),
      doc: "{}",
      kind: "a",
      "odd name": 1,
    });
  });
});

const usage = `
import type { Workspace } from "@sluice/core";
export async function use(workspace: Workspace): Promise<void> {
  const { rows } = await workspace.query("marts.orders");
  for await (const row of rows) {
    const id: bigint = row.id;
    const note: string | null = row.note;
    // @ts-expect-error \`ratio\` may be null: its check only warns
    const ratio: number = row.ratio;
    // @ts-expect-error there is no such column
    void row.nope;
    const n: number = row.n;
    void [id, note, n, ratio];
  }
  const other = await workspace.query("select 1 as x");
  for await (const row of other.rows) void row["x"];
}
`;

/** What the compiler says of the usage with the generated declarations, for one way to find `@sluice/core`. */
async function compile(project: TestProject, entry: string): Promise<readonly string[]> {
  const declarations = await project.with((workspace) => workspace.rowTypes());
  project.write({ "rows.d.ts": declarations, "usage.ts": usage });
  const program = ts.createProgram(
    ["rows.d.ts", "usage.ts"].map((name) => path.join(project.dir, name)),
    {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      lib: ["lib.es2023.d.ts"],
      types: ["node"],
      typeRoots: [path.join(packageDir, "../../node_modules/@types")],
      customConditions: ["@sluice/source"],
      paths: { "@sluice/core": [path.join(packageDir, entry)] },
    },
  );
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(project.dir));
  return own
    .flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ])
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("typed queries", () => {
  it("would not compile without the declarations", async () => {
    const project = testProject({ "models/marts/other.sql": "select 1 as v" });
    expect(await compile(project, "src/index.ts")).not.toEqual([]);
  }, 60_000);

  it("follow from the declarations, with the sources", async () => {
    expect(await compile(testProject(files), "src/index.ts")).toEqual([]);
  }, 60_000);

  const built = "dist/index.d.ts";
  it.runIf(existsSync(path.join(packageDir, built)))(
    "follow from the declarations, with the built package",
    async () => {
      expect(await compile(testProject(files), built)).toEqual([]);
    },
    60_000,
  );
});
