import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createPause } from "../concurrency/event-loop.js";
import { SluiceError } from "../errors/sluice-error.js";

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

/** Every file below `dir` that may define relations, sorted by path; hidden folders and node_modules are left out. */
export async function discoverFiles(
  projectDir: string,
  dir: string,
): Promise<readonly DiscoveredFile[]> {
  const root = path.resolve(projectDir, dir);
  const found: DiscoveredFile[] = [];
  const pause = createPause();
  for (const absolute of walk(root)) {
    await pause();
    const name = path.basename(absolute);
    const ending = endings.find(([pattern]) => pattern.test(name));
    if (!ending) continue;
    const folder = path.dirname(path.relative(root, absolute));
    found.push({
      file: path.relative(projectDir, absolute).split(path.sep).join("/"),
      absolute,
      text: readText(absolute, projectDir),
      folders: folder === "." ? [] : folder.split(path.sep),
      stem: name.replace(ending[0], ""),
      type: ending[1],
    });
  }
  return found;
}

function walk(dir: string): string[] {
  const entries = readdirOrNothing(dir).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
    const full = path.join(dir, entry.name);
    return entry.isDirectory()
      ? walk(full)
      : entry.isFile() || entry.isSymbolicLink()
        ? [full]
        : [];
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

function readText(absolute: string, projectDir: string): string {
  const bytes = readFileSync(absolute);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const file = path.relative(projectDir, absolute).split(path.sep).join("/");
    throw new SluiceError({
      code: "MODEL.INVALID",
      message: `${file} is not UTF-8 text.`,
      where: { file },
      hints: ["Save the file as UTF-8."],
      cause,
    });
  }
}
