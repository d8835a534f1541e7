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

const alias = "sluice_whole_copy";

/**
 * Copies everything that a database holds into a new file, row by row: the copy has no block that holds nothing. Raises
 * `CAPABILITY.UNSUPPORTED` for tables with foreign keys.
 */
export async function copyDatabase(session: Session, copy: DatabaseCopy): Promise<void> {
  const { file, catalog, blockSize, signal } = copy;
  await refuseForeignKeys(session, catalog);
  await session.execute(
    `attach ${quoteText(file)} as ${alias} (type duckdb, block_size ${blockSize})`,
    signal,
  );
  try {
    await session.execute(`copy from database ${quoteIdentifier(catalog)} to ${alias}`, signal);
    await session.execute(`checkpoint ${alias}`, signal);
  } finally {
    await session.execute(`detach ${alias}`).catch(() => undefined);
  }
}

/** The engine copies tables in an order of its own, in which a row may come before the one that its foreign key names. */
async function refuseForeignKeys(session: Session, catalog: string): Promise<void> {
  const keys = session.query(
    `select schema_name || '.' || table_name as name from duckdb_constraints()
    where database_name = ${quoteText(catalog)} and constraint_type = 'FOREIGN KEY' order by name limit 1`,
  );
  for await (const { name } of keys)
    throw new SluiceError({
      code: "CAPABILITY.UNSUPPORTED",
      message: `DuckDB cannot copy a database with a foreign key: ${name as string} has one.`,
      hints: [
        "Drop the foreign key of the table that another program made, or leave the file as it is.",
      ],
    });
}
