/**
 * API reports: one file per public entry point in `packages/NAME/etc`, reviewed like code.
 * `node scripts/api.mjs check` fails on any difference; `update` rewrites the reports.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { publishedPackages } from "./lib/packages.mjs";

const mode = process.argv[2];
if (mode !== "check" && mode !== "update") {
  console.error("usage: node scripts/api.mjs check|update");
  process.exit(2);
}

/** @type {string[]} */
const problems = [];
let reports = 0;

for (const { folder, path, manifest } of publishedPackages()) {
  const entries = Object.entries(manifest["publishConfig"]?.exports ?? {});
  const expected = new Set();
  for (const [subpath, target] of entries) {
    const types = join(folder, /** @type {{ types: string }} */ (target).types);
    const name = [basename(path), ...subpath.split("/").slice(1)].join("-");
    expected.add(`${name}.api.md`);
    if (!existsSync(types)) {
      problems.push(`${path}: ${types} is missing; run \`pnpm build\` first`);
      continue;
    }
    reports += 1;
    const problem = extract({ folder, path, types, name });
    if (problem) problems.push(problem);
  }
  removeStale({ folder, path, expected });
}

for (const problem of problems) console.error(`✗ ${problem}`);
if (problems.length > 0) process.exit(1);
console.log(`${reports} API reports ${mode === "check" ? "match" : "written"}`);

/**
 * @param {{ folder: string, path: string, types: string, name: string }} entry
 * @returns {string | undefined} what is wrong
 */
function extract({ folder, path, types, name }) {
  const reportFolder = join(folder, "etc");
  const tempFolder = join(folder, "node_modules", ".cache", "api");
  mkdirSync(reportFolder, { recursive: true });
  mkdirSync(tempFolder, { recursive: true });
  const config = ExtractorConfig.prepare({
    configObjectFullPath: join(folder, "api-extractor.json"),
    packageJsonFullPath: join(folder, "package.json"),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: types,
      newlineKind: "lf",
      compiler: { tsconfigFilePath: join(folder, "tsconfig.build.json"), skipLibCheck: true },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder,
        reportTempFolder: tempFolder,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
  /** @type {string[]} */
  const errors = [];
  const result = Extractor.invoke(config, {
    localBuild: mode === "update",
    messageCallback: (message) => {
      message.handled = true;
      if (message.logLevel === ExtractorLogLevel.Error) errors.push(message.text);
    },
  });
  if (errors.length > 0) return `${path}: ${errors.join("; ")}`;
  if (mode === "update" || !result.apiReportChanged) return undefined;
  const report = `${name}.api.md`;
  const diff = firstDifference(join(reportFolder, report), join(tempFolder, report));
  return `${path}/etc/${report} differs from the build${diff}\n  If the change is intended, run \`pnpm api:update\` and commit the report.`;
}

/**
 * @param {string} oldFile
 * @param {string} newFile
 */
function firstDifference(oldFile, newFile) {
  if (!existsSync(oldFile)) return " (no report yet)";
  const before = readFileSync(oldFile, "utf8").split("\n");
  const after = readFileSync(newFile, "utf8").split("\n");
  const removed = before.filter((line) => !after.includes(line)).slice(0, 8);
  const added = after.filter((line) => !before.includes(line)).slice(0, 8);
  const lines = [...removed.map((line) => `  - ${line}`), ...added.map((line) => `  + ${line}`)];
  return `:\n${lines.join("\n")}`;
}

/**
 * @param {{ folder: string, path: string, expected: Set<string> }} options
 */
function removeStale({ folder, path, expected }) {
  const reportFolder = join(folder, "etc");
  if (!existsSync(reportFolder)) return;
  for (const file of readdirSync(reportFolder)) {
    if (!file.endsWith(".api.md") || expected.has(file)) continue;
    if (mode === "update") rmSync(join(reportFolder, file));
    else problems.push(`${path}/etc/${file} belongs to no entry point; run \`pnpm api:update\``);
  }
}
