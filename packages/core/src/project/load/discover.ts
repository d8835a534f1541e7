import { readdirSync, readFileSync, type Dirent } from "node:fs";
import path from "node:path";
import { createPause } from "../../base/concurrency/event-loop.js";
import {
  isSluiceError,
  SluiceError,
  toDiagnostic,
  type Diagnostic,
} from "../../base/errors/sluice-error.js";
import { systemError } from "../../base/errors/system-error.js";

/** A file that may define relations. */
export interface DiscoveredFile {
  /** Relative to the project, forward slashes. */
  readonly file: string;
  readonly absolute: string;
  readonly text: string;
  /** Folders below the models folder. */
  readonly folders: readonly string[];
  /** File name without its known endings. */
  readonly stem: string;
  readonly type: "sql" | "yaml" | "typescript";
}

const endings: readonly (readonly [RegExp, DiscoveredFile["type"]])[] = [
  [/\.(seed|source)\.ya?ml$/i, "yaml"],
  [/\.sql$/i, "sql"],
  [/(?<!\.d)(?<!\.test)(?<!\.test-d)\.m?ts$/, "typescript"],
];

/** A file that cannot be read, as if it were empty, and why. */
export interface UnreadFile {
  readonly found: DiscoveredFile;
  readonly fault: Diagnostic;
}

/** What lies in the folder of models. */
export interface Discovery {
  readonly files: readonly DiscoveredFile[];
  readonly unread: readonly UnreadFile[];
  /** Folders that cannot be read. */
  readonly faults: readonly Diagnostic[];
  /** YAML files of other names, relative to the project: nothing reads them. */
  readonly ignored: readonly string[];
}

/** Every file below `dir` that may define relations, sorted by path; hidden folders and node_modules are left out. */
export async function discoverFiles(projectDir: string, dir: string): Promise<Discovery> {
  const root = path.resolve(projectDir, dir);
  const below = path.relative(projectDir, root).split(path.sep);
  const named = (parts: readonly string[]) =>
    [...below, ...parts].filter((part) => part !== "").join("/");
  const files: DiscoveredFile[] = [];
  const unread: UnreadFile[] = [];
  const faults: Diagnostic[] = [];
  const ignored: string[] = [];
  const pause = createPause();
  const refuse = (fault: SluiceError) => faults.push(toDiagnostic(fault));
  for (const { folders, name } of walk({ root, name: named, refuse }, [])) {
    await pause();
    const file = named([...folders, name]);
    const ending = endings.find(([pattern]) => pattern.test(name));
    if (!ending) {
      if (/\.ya?ml$/i.test(name)) ignored.push(file);
      continue;
    }
    const absolute = path.join(root, ...folders, name);
    const stem = name.replace(ending[0], "");
    const found = { file, absolute, folders, stem, type: ending[1] };
    const text = readText(absolute, file);
    if (typeof text === "string") files.push({ ...found, text });
    else unread.push({ found: { ...found, text: "" }, fault: toDiagnostic(text) });
  }
  return { files, unread, faults, ignored };
}

/** A file by its name and the folders below the first one that it lies in. */
interface Found {
  readonly folders: readonly string[];
  readonly name: string;
}

interface Walk {
  readonly root: string;
  /** A path below the root as it is written in messages. */
  readonly name: (parts: readonly string[]) => string;
  /** Called for a folder that cannot be read. */
  readonly refuse: (fault: SluiceError) => void;
}

function walk(within: Walk, folders: readonly string[]): readonly Found[] {
  const entries = [...entriesOf(within, folders)].sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry): readonly Found[] => {
    const { name } = entry;
    if (name.startsWith(".") || name === "node_modules") return [];
    if (entry.isDirectory()) return walk(within, [...folders, name]);
    return entry.isFile() || entry.isSymbolicLink() ? [{ folders, name }] : [];
  });
}

function entriesOf({ root, name, refuse }: Walk, folders: readonly string[]): readonly Dirent[] {
  try {
    return readdirSync(path.join(root, ...folders), { withFileTypes: true });
  } catch (error) {
    // A project without a folder of models has none.
    if (folders.length === 0 && (error as NodeJS.ErrnoException).code === "ENOENT") return [];
    const fault = systemError(error, { file: name(folders), cannotBe: "read" });
    if (fault === undefined) throw error;
    refuse(fault);
    return [];
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of a file, or why it cannot be read. */
function readText(absolute: string, file: string): string | SluiceError {
  const bytes = readBytes(absolute, file);
  if (isSluiceError(bytes)) return bytes;
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    return new SluiceError({
      code: "MODEL.INVALID",
      message: `${file} is not UTF-8 text.`,
      where: { file },
      hints: ["Save the file as UTF-8."],
      cause,
    });
  }
}

function readBytes(absolute: string, file: string): Buffer | SluiceError {
  try {
    return readFileSync(absolute);
  } catch (error) {
    const fault = systemError(error, { file, cannotBe: "read" });
    if (fault === undefined) throw error;
    return fault;
  }
}
