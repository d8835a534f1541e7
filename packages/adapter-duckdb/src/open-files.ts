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

/** Takes hold of a file; returns how to let go, or undefined where it is held in a way that excludes this. */
export function holdInProcess(path: string, readOnly: boolean): (() => void) | undefined {
  const files = openFiles();
  const held = files.get(path) ?? { readers: 0, writer: false };
  if (held.writer || (!readOnly && held.readers > 0)) return undefined;
  files.set(path, { readers: held.readers + (readOnly ? 1 : 0), writer: !readOnly });
  let done = false;
  return () => {
    if (done) return;
    done = true;
    const now = files.get(path);
    const readers = (now?.readers ?? 0) - (readOnly ? 1 : 0);
    if (readers > 0) files.set(path, { readers, writer: false });
    else files.delete(path);
  };
}
