import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createPause } from "../../base/concurrency/event-loop.js";
import { SluiceError } from "../../base/errors/sluice-error.js";

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

/** The files below the folder of models, by whether they may define relations. */
export interface Discovered {
  readonly files: readonly DiscoveredFile[];
  /** YAML files of other names, relative to the project: nothing reads them. */
  readonly unread: readonly string[];
}

/** Every file below `dir`, sorted by path; hidden folders and node_modules are left out. */
export async function discoverFiles(projectDir: string, dir: string): Promise<Discovered> {
  const root = path.resolve(projectDir, dir);
  const below = path.relative(projectDir, root).split(path.sep);
  const found: DiscoveredFile[] = [];
  const unread: string[] = [];
  const pause = createPause();
  for (const { folders, name } of walk(root, [])) {
    await pause();
    const file = [...below, ...folders, name].filter((part) => part !== "").join("/");
    const ending = endings.find(([pattern]) => pattern.test(name));
    if (!ending) {
      if (/\.ya?ml$/i.test(name)) unread.push(file);
      continue;
    }
    const absolute = path.join(root, ...folders, name);
    found.push({
      file,
      absolute,
      text: readText(absolute, file),
      folders,
      stem: name.replace(ending[0], ""),
      type: ending[1],
    });
  }
  return { files: found, unread };
}

/** A file by its name and the folders below the first one that it lies in. */
interface Found {
  readonly folders: readonly string[];
  readonly name: string;
}

function walk(root: string, folders: readonly string[]): readonly Found[] {
  const entries = readdirOrNothing(path.join(root, ...folders)).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  return entries.flatMap((entry): readonly Found[] => {
    const { name } = entry;
    if (name.startsWith(".") || name === "node_modules") return [];
    if (entry.isDirectory()) return walk(root, [...folders, name]);
    return entry.isFile() || entry.isSymbolicLink() ? [{ folders, name }] : [];
  });
}

function readdirOrNothing(dir: string) {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function readText(absolute: string, file: string): string {
  const bytes = readFileSync(absolute);
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new SluiceError({
      code: "MODEL.INVALID",
      message: `${file} is not UTF-8 text.`,
      where: { file },
      hints: ["Save the file as UTF-8."],
      cause,
    });
  }
}
