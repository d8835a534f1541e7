import { SluiceError } from "@sluice/core/adapter";
import type { Session } from "./session.js";
import { quoteIdentifier, quoteText } from "./text.js";

/** A database and the file that it is copied into. */
export interface DatabaseCopy {
  /** Absolute path of the copy, at which there is nothing. */
  readonly file: string;
  /** The database that is copied. */
  readonly catalog: string;
  readonly blockSize: number;
  readonly signal: AbortSignal;
}

/** The engine copies tables in an order of its own, which a foreign key may not allow. */
function foreignKey(error: unknown): SluiceError | undefined {
  if (!/foreign key constraint/i.test(String(error))) return undefined;
  return new SluiceError({
    code: "CAPABILITY.UNSUPPORTED",
    message: "DuckDB cannot copy a database whose tables have a foreign key.",
    hints: [
      "Drop the foreign key of the table that another program made, or leave the file as it is.",
    ],
    cause: error,
  });
}

const alias = "sluice_whole_copy";

/**
 * Copies everything that a database holds into a new file, row by row: the copy has no block that holds nothing. Raises
 * `CAPABILITY.UNSUPPORTED` for tables with foreign keys.
 */
export async function copyDatabase(session: Session, copy: DatabaseCopy): Promise<void> {
  const { file, catalog, blockSize, signal } = copy;
  await session.execute(
    `attach ${quoteText(file)} as ${alias} (type duckdb, block_size ${blockSize})`,
    signal,
  );
  try {
    await session
      .execute(`copy from database ${quoteIdentifier(catalog)} to ${alias}`, signal)
      .catch((error: unknown) => {
        throw foreignKey(error) ?? error;
      });
    await session.execute(`checkpoint ${alias}`, signal);
  } finally {
    await session.execute(`detach ${alias}`).catch(() => undefined);
  }
}
