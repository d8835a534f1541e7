import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { diagnostic, type Diagnostic, type Place } from "../errors/sluice-error.js";
import { parseYaml } from "../load/parse-yaml.js";
import { placeInFile } from "../model/source-text.js";

const row = z.record(z.string(), z.unknown());
const rows = z.array(row);

const bound = z.union([z.string(), z.int()]);

const testSchema = z.strictObject({
  name: z.string().min(1),
  model: z.string().min(1),
  description: z.string().optional(),
  /** A common table expression of the model, tested instead of its result. */
  cte: z.string().optional(),
  given: z
    .record(
      z.string(),
      z.union([
        rows,
        z.strictObject({ rows }),
        z.strictObject({ csv: z.string() }),
        z.strictObject({ sql: z.string() }),
      ]),
    )
    .default({}),
  vars: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
  now: z.string().optional(),
  /** Bounds of what an incremental model computes; all time where not given. */
  start: bound.optional(),
  end: bound.optional(),
  since: bound.optional(),
  expect: z.union([
    rows,
    z.strictObject({
      rows,
      ordered: z.boolean().default(false),
      columns: z.enum(["partial", "exact"]).default("partial"),
    }),
  ]),
});

const fileSchema = z.array(testSchema);

/** A unit test with defaults filled and its place. */
export interface LoadedTest {
  readonly test: z.output<typeof testSchema>;
  readonly where: Place;
}

/** Reads every `*.test.yaml` below the project's tests folder. */
export function loadTests(
  projectDir: string,
  dir = "tests",
): { readonly tests: readonly LoadedTest[]; readonly diagnostics: readonly Diagnostic[] } {
  const tests: LoadedTest[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const absolute of testFiles(path.join(projectDir, dir))) {
    const file = path.relative(projectDir, absolute).split(path.sep).join("/");
    const fileText = readFileSync(absolute, "utf8");
    if (fileText.replace(/^\s*#.*$/gm, "").trim() === "") continue;
    const yaml = parseYaml({ text: fileText, file, fileText, at: 0 }, fileSchema);
    diagnostics.push(
      ...yaml.diagnostics.map((d): Diagnostic => ({ ...d, code: "DQ.TEST_INVALID" })),
    );
    for (const [index, test] of (yaml.value ?? []).entries()) {
      tests.push({ test, where: placeInFile({ file, fileText }, yaml.offsetOf([index])) });
    }
  }
  return { tests, diagnostics };
}

/** A test given by a program. Raises nothing; a wrong shape comes back as a diagnostic. */
export function parseTest(test: unknown): LoadedTest | Diagnostic {
  const result = testSchema.safeParse(test);
  if (result.success) return { test: result.data, where: {} };
  return diagnostic({ code: "DQ.TEST_INVALID", message: z.prettifyError(result.error) });
}

function testFiles(dir: string): readonly string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.test\.ya?ml$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
