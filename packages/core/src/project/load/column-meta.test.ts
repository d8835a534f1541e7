import { expect, it } from "vitest";
import { findings, places, testProject } from "../../../test/project.js";

const define = (body: string) =>
  `const { defineModel, defineRows, defineSeed, z } = globalThis.sluice;\nconst { sql } = globalThis.sluice;\nexport default ${body};\n`;
const model = (type: string) =>
  `defineModel({ columns: z.object({\n  id: ${type},\n}), sql: () => sql\`select 1 as id\` })`;

it.each([
  ["a slip of the pen", model("z.int().meta({ ppi: true })"), "ppi", "Did you mean `pii`?"],
  [
    "an option of headers",
    model("z.int().meta({ nullable: true })"),
    "nullable",
    "Write `.nullable()` behind the zod type.",
  ],
  ["inside nullable", model("z.int().meta({ tag: 'a' }).nullable()"), "tag", "Write `tags`."],
  [
    "a format of files",
    model("z.date().meta({ date_format: '%d/%m/%Y' })"),
    "date_format",
    "Known keys are: type, description, tags, pii, id, title, deprecated, examples.",
  ],
])("a key of `.meta()` that nothing reads is refused: %s", async (_, body, key, hint) => {
  const all = await findings(testProject({ "models/a/m.ts": define(body) }));
  expect(all.map(({ message, hints }) => [message, ...hints])).toEqual([
    [`\`columns.id.${key}\` is not a known key.`, hint],
  ]);
  expect(places({ all })[0]).toMatch(/^MODEL.INVALID models\/a\/m.ts:4:/);
});

it("a value of another type is refused", async () => {
  const text = define(model('z.int().meta({ pii: "yes" })'));
  const all = await findings(testProject({ "models/a/m.ts": text }));
  expect(all.map(({ message }) => message)).toEqual(["`columns.id.pii`: expected true or false."]);
});

it("keys of zod itself, and formats of files, are taken", async () => {
  const text = define(
    "defineSeed({ file: 's.csv', columns: z.object({ day: z.date().meta({ type: 'date', date_format: '%d/%m/%Y', title: 'Day', examples: [1] }) }) })",
  );
  const all = await findings(testProject({ "models/a/m.ts": text, "s.csv": "day\n01/02/2024\n" }));
  expect(all).toEqual([]);
});
