import { open, stat } from "node:fs/promises";
import { replaceFile, SluiceError, systemError } from "@sluice/core/adapter";

/** Adds text to a file; resolves when all of it is written. */
export type WriteText = (text: string) => Promise<void>;

/**
 * Gives a file the text that `body` writes. A file appears whole or not at all: the one before stays until then. A device
 * or pipe, such as `/dev/null`, is written in place. Raises `OUTPUT.WRITE_FAILED` when the text does not all get there.
 */
export async function writeOutput<T>(
  file: string,
  body: (write: WriteText) => Promise<T>,
): Promise<T> {
  const found = await stat(file).catch(() => undefined);
  const isWhole = found === undefined || found.isFile() || found.isDirectory();
  if (isWhole)
    return replaceFile(file, (partial) => filled(partial, { shown: file, body }), {
      code: "OUTPUT.WRITE_FAILED",
    });
  return filled(file, { shown: file, body });
}

/** Writes a whole text. Raises `OUTPUT.WRITE_FAILED`. */
export function writeWhole(file: string, content: string): Promise<void> {
  return writeOutput(file, (write) => write(content));
}

async function filled<T>(
  file: string,
  { shown, body }: { readonly shown: string; readonly body: (write: WriteText) => Promise<T> },
): Promise<T> {
  const handle = await open(file, "w").catch((error: unknown) => {
    throw writeFailed(shown, error);
  });
  try {
    return await body(async (text) => {
      // `handle.write` may stop in the middle of a text without an error.
      await handle.writeFile(text).catch((error: unknown) => {
        throw writeFailed(shown, error);
      });
    });
  } finally {
    await handle.close();
  }
}

/** A refusal of the operating system as `OUTPUT.WRITE_FAILED`; other errors stay as they are. */
export function writeFailed(subject: string, error: unknown): unknown {
  const problem = systemError(error, { file: subject, cannotBe: "written" });
  if (problem === undefined) return error;
  return new SluiceError({
    code: "OUTPUT.WRITE_FAILED",
    message: problem.message,
    cause: error,
  });
}
