import type { Io } from "../io/io.js";
import type { Documents } from "../commands/documents.js";

/** What a command adds to `schema` and `command`. */
export type DocumentBody<K extends keyof Documents> = Omit<Documents[K], "schema" | "command">;

/** Prints the one document of a command on stdout. */
export async function printDocument<K extends keyof Documents>(
  io: Io,
  command: K,
  body: DocumentBody<K>,
): Promise<void> {
  await printJson(io, { schema: 1, command, ...body });
}

/** Prints plain data as indented JSON, secrets removed. */
export async function printJson(io: Io, value: unknown): Promise<void> {
  await io.stdout.writeAsync(`${JSON.stringify(io.redact.data(value), undefined, 2)}\n`);
}
