/**
 * Compiles every `@example` of the packages' docstrings and every `ts` block of the README files and
 * docs/, against the packages' sources. Examples of docstrings need not import what the packages
 * export; blocks of documents are complete as they stand.
 */
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { workspaceRoot } from "./lib/workspace.mjs";

/** @typedef {{ place: string, line: number, code: string, complete: boolean, file: string }} Example */

// Where the examples stand decides which packages they can import.
const home = join(workspaceRoot, "apps", "shopsmart");
const adapterHome = join(workspaceRoot, "packages", "adapter-duckdb");
const sqlHome = join(workspaceRoot, "packages", "sql");
const offered = new Map([
  [
    home,
    ["vitest", "@sluice/core", "@sluice/core/testing", "@sluice/dq", "@sluice/adapter-duckdb"],
  ],
  [adapterHome, ["@sluice/adapter-testkit"]],
]);

const examples = [...docstringExamples(), ...documentExamples()];
const { config } = ts.readConfigFile(join(workspaceRoot, "tsconfig.base.json"), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, workspaceRoot);
/** @type {ts.CompilerOptions} */
const inMemory = { ...options, incremental: false, noUnusedLocals: false };
delete inMemory["tsBuildInfoFile"];

const imports = exportedNames();
const texts = new Map(examples.map((example) => [example.file, withImports(example)]));
const problems = compile(texts);

for (const problem of problems) console.error(`✗ ${problem}`);
if (problems.length > 0) process.exit(1);
console.log(`${examples.length} examples compile`);

/** @returns {Example[]} */
function docstringExamples() {
  const files = filesUnder(".ts", ["packages/*/src/**/*"]).filter(
    (file) => !/\.test(-d)?\.ts$/.test(file),
  );
  return files.flatMap((file) => {
    const text = readFileSync(join(workspaceRoot, file), "utf8");
    return [...text.matchAll(/^ *\* @example(?<code>[^]*?)(?=^ *\*\/|^ *\* @)/gmu)].map(
      (match) => ({
        place: file,
        line: lineOf(text, match.index),
        code: (match.groups?.["code"] ?? "").replaceAll(/^ *\* ?/gmu, ""),
        complete: false,
        file: virtualFile(file, match.index),
      }),
    );
  });
}

/** @returns {Example[]} */
function documentExamples() {
  const files = filesUnder(".md", ["*", "docs/**/*", "packages/*/*", "apps/*/*"]).filter(
    (file) => !file.endsWith("CHANGELOG.md"),
  );
  return files.flatMap((file) => {
    const text = readFileSync(join(workspaceRoot, file), "utf8");
    return [...text.matchAll(/^```ts\n(?<code>[^]*?)^```$/gmu)].map((match) => ({
      place: file,
      line: lineOf(text, match.index),
      code: match.groups?.["code"] ?? "",
      complete: true,
      file: virtualFile(file, match.index),
    }));
  });
}

/**
 * @param {string} extension
 * @param {readonly string[]} include
 */
function filesUnder(extension, include) {
  const exclude = ["**/node_modules", "**/dist", "**/etc", "**/.*"];
  return ts.sys
    .readDirectory(workspaceRoot, [extension], exclude, include)
    .map((file) => relative(workspaceRoot, file))
    .sort();
}

/**
 * @param {string} text
 * @param {number} index
 */
function lineOf(text, index) {
  return text.slice(0, index).split("\n").length;
}

/**
 * @param {string} file
 * @param {number} index
 */
function virtualFile(file, index) {
  const folder = file.startsWith("packages/sql/")
    ? sqlHome
    : file.includes("adapter")
      ? adapterHome
      : home;
  return join(folder, `example.${file.replaceAll(/\W/gu, "-")}.${index}.ts`);
}

/** Names a docstring's example may use as if imported, with their package. */
function exportedNames() {
  const names = new Map([["z", "zod"]]);
  const files = new Map(
    [...offered].map(([folder, modules]) => [
      join(folder, "example.exports.ts"),
      modules.map((name) => `import "${name}";`).join("\n"),
    ]),
  );
  const program = programOf(files);
  const checker = program.getTypeChecker();
  const sources = [...files.keys()].flatMap((file) => program.getSourceFile(file) ?? []);
  for (const statement of sources.flatMap((source) => [...source.statements])) {
    if (!ts.isImportDeclaration(statement)) continue;
    const symbol = checker.getSymbolAtLocation(statement.moduleSpecifier);
    const module = /** @type {ts.StringLiteral} */ (statement.moduleSpecifier).text;
    for (const exported of symbol ? checker.getExportsOfModule(symbol) : []) {
      names.set(exported.name, module);
    }
  }
  return names;
}

/** @param {Example} example */
function withImports({ code, complete }) {
  if (complete) return code;
  const used = [...imports].filter(
    ([name]) =>
      new RegExp(`\\b${name}\\b`, "u").test(code) &&
      !new RegExp(
        `import [^;]*\\b${name}\\b[^;]* from|\\b(const|let|function) ${name}\\b`,
        "u",
      ).test(code),
  );
  return `${used.map(([name, from]) => `import { ${name} } from "${from}";`).join(" ")}${code}`;
}

/** @param {ReadonlyMap<string, string>} files */
function programOf(files) {
  const host = ts.createCompilerHost(inMemory);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = files.get(name);
    return text === undefined
      ? getSourceFile(name, version, ...rest)
      : ts.createSourceFile(name, text, version, true);
  };
  return ts.createProgram([...files.keys()], inMemory, host);
}

/** @param {ReadonlyMap<string, string>} files */
function compile(files) {
  const program = programOf(files);
  const byFile = new Map(examples.map((example) => [example.file, example]));
  return examples.flatMap(({ file }) => {
    const source = program.getSourceFile(file);
    if (!source) return [`${relative(workspaceRoot, dirname(file))} was not compiled`];
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return found.map((diagnostic) => {
      const example = byFile.get(file);
      const { line } = source.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
      const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n  ");
      return `${example?.place}:${(example?.line ?? 0) + line}: ${message}`;
    });
  });
}
