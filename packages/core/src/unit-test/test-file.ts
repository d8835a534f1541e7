import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { diagnostic, type Diagnostic, type Place } from "../errors/sluice-error.js";
import { parseYaml } from "../load/parse-yaml.js";
import { placeInFile } from "../model/source-text.js";
import { testSchema, type UnitTest } from "./test-schema.js";

const fileSchema = z.array(testSchema);

/** Where the parts of a test are written; the paths begin at the test. */
export interface TestText {
  readonly placeOf: (path: readonly PropertyKey[]) => Place;
  /** Place of the key that a value has. */
  readonly placeOfKey: (path: readonly PropertyKey[]) => Place;
  /** A number or boolean as it is written; undefined for other values, and in tests of programs. */
  readonly written: (path: readonly PropertyKey[]) => string | undefined;
  /** True where a list is written. */
  readonly isList: (path: readonly PropertyKey[]) => boolean;
}

/** A unit test with its defaults and its place. */
export interface LoadedTest {
  readonly test: UnitTest;
  readonly where: Place;
  readonly text: TestText;
}

/** Reads every `*.test.yaml` below the project's tests folder. */
export async function loadTests(
  projectDir: string,
  dir = "tests",
): Promise<{
  readonly tests: readonly LoadedTest[];
  readonly diagnostics: readonly Diagnostic[];
}> {
  const tests: LoadedTest[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const absolute of testFiles(path.join(projectDir, dir))) {
    const file = path.relative(projectDir, absolute).split(path.sep).join("/");
    const fileText = readFileSync(absolute, "utf8");
    if (fileText.replace(/^\s*#.*$/gm, "").trim() === "") continue;
    const yaml = await parseYaml({ text: fileText, file, fileText, at: 0 }, fileSchema);
    diagnostics.push(
      ...yaml.diagnostics.map((d): Diagnostic => ({ ...d, code: "DQ.TEST_INVALID" })),
    );
    for (const [index, test] of (yaml.value ?? []).entries()) {
      const place = (offset: number) => placeInFile({ file, fileText }, offset, test.model);
      const text: TestText = {
        placeOf: (path) => place(yaml.offsetOf([index, ...path])),
        placeOfKey: (path) => place(yaml.offsetOfKey([index, ...path])),
        written: (path) => yaml.written([index, ...path]),
        isList: (path) => yaml.isList([index, ...path]),
      };
      tests.push({ test, where: placeInFile({ file, fileText }, yaml.offsetOf([index])), text });
    }
  }
  return { tests, diagnostics };
}

const noText: TestText = {
  placeOf: () => ({}),
  placeOfKey: () => ({}),
  written: () => undefined,
  isList: () => false,
};

/** A test given by a program. Raises nothing; a wrong shape comes back as a diagnostic. */
export function parseTest(test: unknown): LoadedTest | Diagnostic {
  const result = testSchema.safeParse(test);
  if (result.success) return { test: result.data, where: {}, text: noText };
  return diagnostic({ code: "DQ.TEST_INVALID", message: z.prettifyError(result.error) });
}

function testFiles(dir: string): readonly string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.test\.ya?ml$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
