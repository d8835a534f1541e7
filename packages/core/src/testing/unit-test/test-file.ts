import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import {
  diagnostic,
  isSluiceError,
  toDiagnostic,
  type Diagnostic,
  type Place,
  type SluiceError,
} from "../../base/errors/sluice-error.js";
import { systemError } from "../../base/errors/system-error.js";
import { parseYaml } from "../../project/load/parse-yaml.js";
import { placeInFile } from "../../model/source-text.js";
import { valueAt } from "../../project/load/schema-at.js";
import { schemaFaults, type SchemaFault } from "../../project/load/schema-faults.js";
import type { YamlNodes } from "../../project/load/yaml-nodes.js";
import { testSchema, type UnitTest } from "./test-schema.js";

const fileSchema = z.array(z.unknown());

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
    const fileText = textOf(absolute, file);
    if (isSluiceError(fileText)) {
      diagnostics.push(toDiagnostic(fileText));
      continue;
    }
    if (fileText.replace(/^\s*#.*$/gm, "").trim() === "") continue;
    const yaml = await parseYaml({ text: fileText, file, fileText, at: 0 }, fileSchema);
    diagnostics.push(
      ...yaml.diagnostics.map((d): Diagnostic => ({ ...d, code: "DQ.TEST_INVALID" })),
    );
    for (const [index, written] of (yaml.value ?? []).entries()) {
      const parsed = testSchema.safeParse(written);
      if (!parsed.success) {
        const issues = parsed.error.issues.map((issue) => ({
          ...issue,
          path: writtenPath(issue.path, written),
        }));
        const faults = schemaFaults(issues, { schema: testSchema, value: written });
        diagnostics.push(
          ...faults.map((fault) => testFault(fault, { index, written, file, fileText, yaml })),
        );
        continue;
      }
      const test = parsed.data;
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

/** A fault of a test's shape: the test by its name, the path in words, and the place in the file. */
function testFault(
  { path, key, message, hints }: SchemaFault,
  of: {
    readonly index: number;
    readonly written: unknown;
    readonly file: string;
    readonly fileText: string;
    readonly yaml: YamlNodes;
  },
): Diagnostic {
  const { index, written, yaml } = of;
  const whole = key === undefined ? path : [...path, key];
  const text = message.replace(`\`${whole.map(String).join(".")}\``, pathInWords(whole));
  const at = [index, ...whole];
  return diagnostic({
    code: "DQ.TEST_INVALID",
    message: `${labelOf(written, index)}: ${text}`,
    where: placeInFile(of, key === undefined ? yaml.offsetOf(at) : yaml.offsetOfKey(at)),
    hints,
  });
}

/** A path of the schema as it is written: a bare list stands for `rows`. */
function writtenPath(path: PropertyKey[], written: unknown): PropertyKey[] {
  return path.filter(
    (step, i) => step !== "rows" || !Array.isArray(valueAt(written, path.slice(0, i))),
  );
}

function labelOf(written: unknown, index: number): string {
  const isNamed = typeof written === "object" && written !== null && "name" in written;
  const name = isNamed ? written.name : undefined;
  return typeof name === "string" ? `Test \`${name}\`` : `Test ${index + 1} of the file`;
}

/** A path inside a test: `expect`, row 2 of `given.raw.t`, `amount` in row 1 of `expect`. */
function pathInWords(path: readonly PropertyKey[]): string {
  const text = (steps: readonly PropertyKey[]) => `\`${steps.map(String).join(".")}\``;
  const at = path.findIndex((step) => typeof step === "number");
  if (at < 0) return text(path);
  const owner = path.slice(0, path[at - 1] === "rows" ? at - 1 : at);
  const row = `row ${Number(path[at]) + 1} of ${text(owner)}`;
  const rest = path.slice(at + 1);
  return rest.length === 0 ? row : `${text(rest)} in ${row}`;
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

/** The text of a file, or why it cannot be read. */
function textOf(absolute: string, file: string): string | SluiceError {
  try {
    return readFileSync(absolute, "utf8");
  } catch (error) {
    const fault = systemError(error, { file, cannotBe: "read" });
    if (fault === undefined) throw error;
    return fault;
  }
}

function testFiles(dir: string): readonly string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.test\.ya?ml$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
