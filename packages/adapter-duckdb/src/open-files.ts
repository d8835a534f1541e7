/**
 * Database files this process holds. Operating systems keep file locks per process, so DuckDB cannot see
 * a second open of the same file in one process, which would corrupt it.
 */
interface Holds {
  readonly readers: number;
  readonly writer: boolean;
}

const key = Symbol.for("sluice.adapter-duckdb.open-files");
const globals = globalThis as { [key]?: Map<string, Holds> | undefined };

function openFiles(): Map<string, Holds> {
  const files = globals[key] ?? new Map<string, Holds>();
  globals[key] = files;
  return files;
}

/** A file and how it is to be opened. */
export interface HeldFile {
  readonly path: string;
  readonly readOnly: boolean;
}

/** What came of taking hold: how to let go, and the path that is held in a way that excludes this. */
export interface Hold {
  readonly letGo: () => void;
  readonly blocked?: string;
}

/** Takes hold of all the files, or of none when one of them is `blocked`. */
export function holdInProcess(files: readonly HeldFile[]): Hold {
  const taken: (() => void)[] = [];
  const letGo = () => {
    for (const release of taken.splice(0)) release();
  };
  for (const file of files) {
    const release = hold(file);
    if (release === undefined) {
      letGo();
      return { letGo, blocked: file.path };
    }
    taken.push(release);
  }
  return { letGo };
}

function hold({ path, readOnly }: HeldFile): (() => void) | undefined {
  const files = openFiles();
  const held = files.get(path) ?? { readers: 0, writer: false };
  if (held.writer || (!readOnly && held.readers > 0)) return undefined;
  files.set(path, { readers: held.readers + (readOnly ? 1 : 0), writer: !readOnly });
  return () => {
    const now = files.get(path);
    const readers = (now?.readers ?? 0) - (readOnly ? 1 : 0);
    if (readers > 0) files.set(path, { readers, writer: false });
    else files.delete(path);
  };
}
