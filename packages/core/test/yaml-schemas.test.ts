import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { yamlSchemas } from "./yaml-schemas.js";

const schemas = yamlSchemas();
const names = Object.keys(schemas) as (keyof typeof schemas)[];
const root = fileURLToPath(new URL("../../..", import.meta.url));

function problems(name: keyof typeof schemas, value: unknown): readonly string[] {
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(schemas[name]);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message = "", params }) =>
    `${instancePath} ${message} ${Object.values(params as object).join(" ")}`.trim(),
  );
}

/** YAML files of the examples and templates. */
function filesOf(name: keyof typeof schemas): readonly string[] {
  const pattern = `*.${name}.yaml`;
  const listed = execFileSync("git", ["ls-files", "--", pattern], { cwd: root, encoding: "utf8" });
  return listed.split("\n").filter((file) => file !== "" && !file.includes("__"));
}

describe.each(names)("the JSON Schema of %s files", (name) => {
  it("is current; `pnpm --filter @sluice/core run docs` renews it", async () => {
    const file = new URL(`../schemas/${name}.json`, import.meta.url);
    const text = `${JSON.stringify(schemas[name], undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot(fileURLToPath(file));
  });

  it("takes the files of the examples and templates", () => {
    const files = filesOf(name);
    if (name !== "source") expect(files).not.toEqual([]);
    for (const file of files)
      expect(problems(name, parse(readFileSync(`${root}/${file}`, "utf8"))), file).toEqual([]);
  });
});

describe("a JSON Schema", () => {
  it.each([
    ["seed", { file: "a.csv", colums: {} }, "colums"],
    ["seed", { columns: {} }, "file"],
    ["seed", { file: "a.csv", columns: { id: { typ: "text" } } }, "typ"],
    ["source", { table: "a.b", delimiter: 1 }, "string"],
    ["test", [{ model: "a.b", expect: [] }], "name"],
    ["test", [{ name: "a", model: "a.b", expect: { rows: [], order: true } }], "order"],
  ] as const)("of %s files refuses %j", (name, value, named) => {
    expect(problems(name, value).join("\n")).toContain(named);
  });

  it("of test files takes rows as a list, and in each form", () => {
    const rows = [{ id: 1 }];
    const forms = [rows, { rows }, { csv: "id\n1\n" }, { sql: "select 1 as id" }];
    const tests = forms.map((form) => ({
      ...{ name: "t", model: "a.b" },
      ...{ given: { "a.c": form }, expect: form },
    }));
    expect(problems("test", tests)).toEqual([]);
  });
});
