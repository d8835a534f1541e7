import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { suggest } from "../../base/suggest.js";

/** Failed import of a file, in words, and the next step. */
export interface ImportFault {
  readonly message: string;
  readonly hint: string;
}

const missing = /Cannot find (?:module|package) '([^']+)'/;
const hidden =
  /Package subpath '([^']+)' is not defined by "exports" in .*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]package\.json/;
const notAFunction = /\(0 , [\w$]+\.([\w$]+)\) is not a (?:function|constructor)/;

/** Names that a project file imports from Sluice. */
const exported = [
  "defineModel",
  "defineProject",
  "defineRows",
  "defineSeed",
  "defineSource",
  "duckdb",
  "env",
  "sql",
];

/** Failed import behind an error message; undefined for an error of another kind. */
export function importFault(
  message: string,
  from: { readonly file: string; readonly projectDir: string },
): ImportFault | undefined {
  const [, name] = missing.exec(message) ?? [];
  if (name !== undefined)
    return /^[./]|^file:/.test(name)
      ? missingFile(name, from.file)
      : missingPackage(name, from.projectDir);
  const [, subpath = "", owner = ""] = hidden.exec(message) ?? [];
  if (owner !== "") {
    const asked = `${owner}${subpath.slice(1)}`;
    return {
      message: `it imports \`${asked}\`, which the package \`${owner}\` does not have.`,
      hint: `Import from \`${owner}\`, or from a path that the package exports.`,
    };
  }
  const [, called] = notAFunction.exec(message) ?? [];
  if (called === undefined) return undefined;
  const [near] = suggest(called, exported);
  return {
    message: `\`${called}\` is not a function of the module that it is imported from.`,
    hint: near === undefined ? "Correct the name in the import." : `Did you mean \`${near}\`?`,
  };
}

function missingPackage(specifier: string, projectDir: string): ImportFault {
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  return {
    message: `it imports the package \`${name}\`, which is not installed.`,
    hint: `Run \`${installCommand(name, projectDir)}\`.`,
  };
}

function missingFile(specifier: string, file: string): ImportFault {
  const target = path.resolve(path.dirname(file), specifier);
  const names = filesIn(path.dirname(target)).filter((name) => name !== path.basename(file));
  const [near] = suggest(
    path.basename(target),
    names.map((name) => name.replace(/\.(m?)ts$/, ".$1js")),
  );
  return {
    message: `it imports the file \`${specifier}\`, which does not exist.`,
    hint:
      near === undefined
        ? "Correct the path; it is relative to the file that imports it."
        : `Did you mean \`${near}\`?`,
  };
}

function filesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

/** Package managers by the lockfile that they leave; the first that fits counts. */
const managers: readonly (readonly [lockfile: string, install: string, add: string])[] = [
  ["pnpm-lock.yaml", "pnpm install", "pnpm add"],
  ["yarn.lock", "yarn install", "yarn add"],
  ["bun.lock", "bun install", "bun add"],
  ["bun.lockb", "bun install", "bun add"],
  ["package-lock.json", "npm install", "npm install"],
];

/** The command that installs a package: all of them where package.json already lists it. */
function installCommand(name: string, projectDir: string): string {
  const [, install, add] = managerOf(projectDir);
  return isListed(name, projectDir) ? install : `${add} ${name}`;
}

function managerOf(projectDir: string): readonly [lockfile: string, install: string, add: string] {
  for (let dir = projectDir; ; dir = path.dirname(dir)) {
    const found = managers.find(([lockfile]) => existsSync(path.join(dir, lockfile)));
    if (found) return found;
    if (path.dirname(dir) === dir) return ["", "npm install", "npm install"];
  }
}

function isListed(name: string, projectDir: string): boolean {
  try {
    const text = readFileSync(path.join(projectDir, "package.json"), "utf8");
    const { dependencies, devDependencies } = JSON.parse(text) as Record<string, unknown>;
    return [dependencies, devDependencies].some(
      (list) => typeof list === "object" && list !== null && Object.hasOwn(list, name),
    );
  } catch {
    return false;
  }
}
