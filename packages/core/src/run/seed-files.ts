import { isFromFile } from "../kinds/all-kinds.js";
import type { FileRead } from "../warehouse/dialect.js";
import { isSluiceError, SluiceError } from "../base/errors/sluice-error.js";
import { fileState } from "../project/files/file-hash.js";
import { seedRead } from "../project/files/file-read.js";
import { inUtf8 } from "../project/files/utf8-copies.js";
import { resolvedRead } from "../project/files/guessed-columns.js";
import type { ModelNode } from "../project/resolve/graph.js";
import type { Execution } from "./execution.js";

/** The files of a seed, as they are loaded. */
export interface SeedFiles {
  readonly read: FileRead;
  /** Raises `SOURCE.UNREADABLE` when a file has changed since it was examined. */
  readonly refuseChanged: () => void;
}

/**
 * Loads the files of a seed: first by the engine's own reader, in those columns of which it takes every text unchanged; as
 * written when that fails. `load` is given undefined for a model that is no seed.
 */
export async function loadingSeed<T>(
  { model }: ModelNode,
  execution: Execution,
  load: (files: SeedFiles | undefined) => Promise<T>,
): Promise<T> {
  if (!isFromFile(model.kind)) return load(undefined);
  const columns = execution.columns.get(model.name) ?? [];
  const declared = inUtf8(seedRead(model, execution.graph.project), model);
  const read = resolvedRead(declared, columns);
  const exactly = () => load({ read, refuseChanged: () => undefined });
  const plain = await plainFiles(read, execution);
  if (plain === undefined) return exactly();
  try {
    return await load(plain);
  } catch (error) {
    if (!isSluiceError(error) || !error.code.startsWith("SOURCE.")) throw error;
    return exactly();
  }
}

/** The files with their plain columns; undefined where there are none, or where the files cannot be examined. */
async function plainFiles(
  read: FileRead,
  { warehouse, signal }: Execution,
): Promise<SeedFiles | undefined> {
  const states = () => read.paths.map((file) => fileState(file).key).join("\n");
  try {
    const before = states();
    const found = await warehouse.plainColumns?.(read, { signal });
    if (found?.columns?.some(({ plain }) => plain) !== true) return undefined;
    return {
      read: found,
      refuseChanged: () => {
        if (states() !== before) throw changed(read);
      },
    };
  } catch (error) {
    signal.throwIfAborted();
    // A file that is gone or cannot be read: loading it says so.
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

const changed = ({ paths }: FileRead) =>
  new SluiceError({
    code: "SOURCE.UNREADABLE",
    message: `${paths.join(", ")}: the content changed while it was read.`,
  });
