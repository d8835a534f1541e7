import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { isSluiceError, SluiceError, type Place } from "../../base/errors/sluice-error.js";
import { systemError } from "../../base/errors/system-error.js";
import { importFault } from "./missing-module.js";
import { frame } from "../../model/source-text.js";
import type * as Jiti from "jiti";

// `require`, because Node reads an imported CommonJS file twice, once for the names of its exports.
const nodeRequire = createRequire(import.meta.url);

type Import = (file: string) => Promise<unknown>;

/** Loads TypeScript files of a project; transpiled text is kept in `cacheDir`. */
export async function createModuleLoader(projectDir: string, cacheDir: string): Promise<Import> {
  const { createJiti } = nodeRequire("jiti") as typeof Jiti;
  const base = path.join(projectDir, "sluice.config.ts");
  const shared = { moduleCache: true, interopDefault: true };
  const jiti = createJiti(base, { ...shared, fsCache: path.join(cacheDir, "modules") });
  // Modules are kept by process: a project opened again must see its files as they are now.
  const own = path.resolve(projectDir) + path.sep;
  for (const file of Object.keys(jiti.cache)) {
    if (file.startsWith(own) && !file.includes(`${path.sep}node_modules${path.sep}`))
      Reflect.deleteProperty(jiti.cache, file);
  }
  return async (file) => {
    try {
      return await jiti.import(file).catch((error: unknown) => {
        if (!isUnwritable(error)) throw error;
        return createJiti(base, { ...shared, fsCache: false }).import(file);
      });
    } catch (error) {
      throw loadError(error, file, projectDir);
    }
  };
}

/** A disk that is full or may not be written: then transpiled text is not kept, which costs nothing but time. */
function isUnwritable(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM"].includes(String(code));
}

function loadError(error: unknown, file: string, projectDir: string): SluiceError {
  const name = relativeTo(projectDir, file);
  if (isSluiceError(error)) {
    if (error.where !== undefined) return error;
    const { message, code, why, hints, retryable } = error;
    const where = placeInStack(error, projectDir) ?? { file: name };
    return new SluiceError({ message, code, why, hints, retryable, where, cause: error });
  }
  const unread = refusalOf(error, file, name);
  if (unread !== undefined) return unread;
  const message = error instanceof Error ? error.message : String(error);
  const first = (message.split("\n")[0] ?? message).replace(/^ParseError: /, "").trim();
  const where = placeInStack(error, projectDir) ?? { file: name };
  const importer = path.resolve(projectDir, where.file ?? name);
  const fault = importFault(first, { file: importer, projectDir });
  return new SluiceError({
    code: "CONFIG.LOAD_FAILED",
    message: `${name} could not be loaded: ${fault?.message ?? sentence(first)}`,
    where,
    hints: [fault?.hint ?? "Correct the file; it must be a TypeScript module with ES imports."],
    cause: error,
  });
}

/** A module that the operating system does not let be read; what a module's own code is refused is an error of the module. */
function refusalOf(error: unknown, file: string, name: string): SluiceError | undefined {
  const isOfFile = error instanceof Error && "path" in error && error.path === file;
  const refusal = systemError(error, { file: name, cannotBe: "read" });
  return isOfFile || refusal?.code === "SYSTEM.TOO_MANY_FILES" ? refusal : undefined;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Where in the project's own files it went wrong: jiti keeps line numbers, so stacks name the user's lines. */
export function placeInStack(error: unknown, projectDir: string): Place | undefined {
  if (!(error instanceof Error)) return undefined;
  const parse = error.message.startsWith("ParseError");
  const lines = (parse ? error.message : (error.stack ?? "")).split("\n").slice(1);
  for (const text of lines) {
    const [, found, line, column] =
      /(?:^|[\s(])(?:file:\/\/)?(\/.+|[A-Za-z]:[\\/].+):(\d+):(\d+)\)?$/.exec(text) ?? [];
    if (found === undefined || !isOwn(projectDir, found)) continue;
    const own = { file: relativeTo(projectDir, found), line: Number(line) };
    const source = lineOf(found, own.line);
    if (!parse) return { ...own, frame: source && `${String(own.line)} | ${source}` };
    // The parser counts columns from 0. Those of a stack are of the transpiled text, so only its lines are told.
    const at = Number(column) + 1;
    return { ...own, column: at, frame: source && frame(source, own.line, at) };
  }
  return undefined;
}

function isOwn(projectDir: string, file: string): boolean {
  const inside = path.relative(projectDir, file);
  const parts = inside.split(path.sep);
  return !path.isAbsolute(inside) && parts[0] !== ".." && !parts.includes("node_modules");
}

function relativeTo(projectDir: string, file: string): string {
  return path.relative(projectDir, file).split(path.sep).join("/");
}

function lineOf(file: string, line: number): string | undefined {
  try {
    const text = readFileSync(file, "utf8").split(/\r?\n/)[line - 1];
    return text?.trim() === "" ? undefined : text;
  } catch {
    return undefined;
  }
}
