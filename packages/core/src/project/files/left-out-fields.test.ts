import { describe, expect, it } from "vitest";
import { findings, testProject } from "../../../test/project.js";

const faults = async (type: string, value: string) => {
  const project = testProject({
    "models/raw/s.seed.yaml": `file: s.ndjson\ncolumns:\n  v: { type: "${type}" }\n`,
    "s.ndjson": `{"v": ${value}}\n`,
  });
  return (await findings(project)).map(({ code, message }) => `${code} ${message}`);
};

describe("a nested field of a JSON file without a declared type", () => {
  it.each([
    ["a struct", "struct(a int)", '{"a": 1, "b": 2}', "v.b"],
    ["a struct in a struct", "struct(t struct(a int))", '{"t": {"a": 1, "b": 2}}', "v.t.b"],
    ["a struct in a list", "struct(a int)[]", '[{"a": 1}, {"a": 2, "b": 3}]', "v.b"],
    ["a list in a struct", "struct(l struct(a int)[])", '{"l": [{"a": 1, "b": 2}]}', "v.l.b"],
    ["a struct in a map", "map(varchar, struct(a int))", '{"k": {"a": 1, "b": 2}}', "v.k.b"],
  ])("of %s is refused by its path", async (_, type, value, path) => {
    const [found, ...others] = await faults(type, value);
    expect(found).toContain("SOURCE.FIELD_UNDECLARED");
    expect(found).toContain(`\`${path}\``);
    expect(others).toEqual([]);
  });

  it.each([
    ["all fields declared", "struct(a int, b int)", '{"a": 1, "b": 2}'],
    ["a field fewer", "struct(a int, b int)", '{"a": 1}'],
    ["a map of any keys", "map(varchar, int)", '{"a": 1, "b": 2}'],
    ["json", "json", '{"a": 1, "b": {"c": 2}}'],
    ["text", "varchar", '{"a": 1, "b": {"c": 2}}'],
  ])("is none of %s", async (_, type, value) => {
    expect(await faults(type, value)).toEqual([]);
  });
});
