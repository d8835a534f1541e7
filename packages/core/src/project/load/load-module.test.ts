import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isSluiceError, type Place } from "../../base/errors/sluice-error.js";
import { sql } from "../../model/sql.js";
import { createModuleLoader } from "./load-module.js";

/** Where loading `main.ts` among these files went wrong. */
async function failure(files: Readonly<Record<string, string>>) {
  const dir = mkdtempSync(path.join(os.tmpdir(), "sluice-load-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), text);
  }
  const load = await createModuleLoader(dir, path.join(dir, ".cache"));
  try {
    await load(path.join(dir, "main.ts"));
  } catch (error) {
    if (isSluiceError(error))
      return { message: error.message, where: error.where as Place, hints: error.hints };
  }
  throw new Error("it was loaded");
}

test("a syntax error has its place and line", async () => {
  const { message, where } = await failure({
    "main.ts": "interface Row {\n  a: string;\n}\nexport default { a: 1 b: 2 };\n",
  });
  expect(message).toMatch(/^main\.ts could not be loaded: Unexpected token/);
  expect(where).toMatchObject({ file: "main.ts", line: 4, column: 23 });
  expect(where.frame).toContain("export default { a: 1 b: 2 };");
});

test("an exception has the user's line, types and all taken away", async () => {
  const { message, where } = await failure({
    "main.ts": "interface Row {\n  a: string;\n}\nconst row: any = undefined;\n  row.b.c;\n",
  });
  expect(message).toContain("Cannot read properties of undefined");
  expect(where).toMatchObject({ file: "main.ts", line: 5, frame: "5 |   row.b.c;" });
});

test("a file that is imported is named as the place", async () => {
  const { where } = await failure({
    "main.ts": 'import { x } from "./lib/helper.js";\nexport default x;\n',
    "lib/helper.ts": '\nthrow new Error("boom");\nexport const x = 1;\n',
  });
  expect(where).toMatchObject({ file: "lib/helper.ts", line: 2 });
});

test("a module that is missing is told with the file that wants it", async () => {
  const { message, where } = await failure({
    "main.ts": 'import { x } from "./nope.js";\nexport default x;\n',
  });
  expect(message).toContain("it imports the file `./nope.js`, which does not exist.");
  expect(where.file).toBe("main.ts");
});

test("a refusal of Sluice has the user's line too", async () => {
  Object.assign(globalThis, { sluiceModule: { sql } });
  const { message, where } = await failure({
    "main.ts":
      "const { sql } = globalThis.sluiceModule;\n\nexport const part = sql`a = ${undefined}`;\n",
  });
  expect(message).toBe("Value 1 of an sql template is undefined.");
  expect(where).toMatchObject({ file: "main.ts", line: 3 });
});

test.each([
  ["npm, without a lockfile", {}, "npm install lodash"],
  ["npm", { "package-lock.json": "{}" }, "npm install lodash"],
  ["pnpm", { "pnpm-lock.yaml": "" }, "pnpm add lodash"],
  ["yarn", { "yarn.lock": "" }, "yarn add lodash"],
  ["bun", { "bun.lock": "" }, "bun add lodash"],
  [
    "npm, of a listed package",
    { "package.json": '{"dependencies":{"lodash":"4"}}' },
    "npm install",
  ],
  [
    "pnpm, of a listed package",
    { "package.json": '{"devDependencies":{"lodash":"4"}}', "pnpm-lock.yaml": "" },
    "pnpm install",
  ],
])("a package that is not installed is installed by %s", async (_, files, command) => {
  const found = await failure({
    ...files,
    "main.ts": 'import x from "lodash/fp";\nexport default x;\n',
  });
  expect(found.message).toBe(
    "main.ts could not be loaded: it imports the package `lodash`, which is not installed.",
  );
  expect(found.hints).toEqual([`Run \`${command}\`.`]);
  expect(found.where).toMatchObject({ file: "main.ts", line: 1 });
});

test.each([
  [
    "import x from '@sluice/adapter-postgres/sub'",
    "package `@sluice/adapter-postgres`",
    "npm install @sluice/adapter-postgres",
  ],
  ["import x from './helpr.js'", "file `./helpr.js`", "Did you mean `helper.js`?"],
  ["import x from './zzz/other.js'", "file `./zzz/other.js`", "Correct the path"],
  [
    "import x from 'pkg/sub'",
    "`pkg/sub`, which the package `pkg` does not have",
    "Import from `pkg`",
  ],
  [
    "import { defineModle as x } from 'pkg'; x()",
    "`defineModle` is not a function",
    "`defineModel`",
  ],
])("%s is told with the next step", async (statement, message, hint) => {
  const found = await failure({
    "main.ts": `${statement};\nexport default x;\n`,
    "helper.ts": "export default 1;\n",
    "node_modules/pkg/package.json": '{"name":"pkg","exports":{".":"./index.js"}}',
    "node_modules/pkg/index.js": "exports.defineModel = () => 1;\n",
  });
  expect(found.message).toContain(message);
  expect(found.hints.join()).toContain(hint);
});
