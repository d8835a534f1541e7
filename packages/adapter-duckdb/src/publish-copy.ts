import { rm } from "node:fs/promises";
import {
  isSluiceError,
  replaceFile,
  SluiceError,
  type PublishedCopy,
  type RelationRef,
} from "@sluice/core/adapter";
import { dialect } from "./dialect.js";
import type { Session } from "./session.js";
import { quoteIdentifier, quoteText } from "./text.js";
import { runTransaction } from "./transaction.js";

/** What is copied, and from where. */
export interface CopyTask {
  /** Absolute path of the copy. */
  readonly file: string;
  readonly relations: readonly RelationRef[];
  /** The database that holds the relations. */
  readonly catalog: string;
  readonly blockSize: number;
  readonly signal: AbortSignal;
}

let copies = 0;

/**
 * Writes the relations as tables of a new database and renames it into the place of the old. The new one is attached to
 * the engine that holds the warehouse, since no other may open that; one transaction reads everything as of one moment. A
 * copy loses the right to be written: a reader that opened it for writing would lock out the others.
 */
export async function publishCopy(session: Session, task: CopyTask): Promise<PublishedCopy> {
  copies += 1;
  const alias = `sluice_copy_${copies}`;
  const write = async (partial: string): Promise<PublishedCopy> => {
    const copy = quoteIdentifier(alias);
    await session.execute(
      `attach ${quoteText(partial)} as ${copy} (type duckdb, block_size ${task.blockSize})`,
      task.signal,
    );
    try {
      const rows = await copyRelations(session, task, alias);
      await session.execute(`checkpoint ${copy}`, task.signal);
      // A log of somebody who wrote into the old copy all the same must not be applied to the new one.
      await rm(`${task.file}.wal`, { force: true });
      return { relations: task.relations.length, rows };
    } finally {
      if (session.inTransaction) await session.execute("rollback").catch(() => undefined);
      session.inTransaction = false;
      await session.execute(`detach ${copy}`).catch(() => undefined);
    }
  };
  return replaceFile(task.file, write, { readOnly: process.platform !== "win32" });
}

async function copyRelations(
  session: Session,
  { relations, catalog, signal }: CopyTask,
  copy: string,
): Promise<number> {
  const schemas = [...new Set(relations.map(({ schema }) => schema))];
  return runTransaction(
    session,
    async (tx) => {
      let rows = 0;
      for (const schema of schemas)
        await tx.execute(
          `create schema if not exists ${quoteIdentifier(copy)}.${quoteIdentifier(schema)}`,
        );
      for (const relation of relations) {
        const select = `select * from ${dialect.relation({ catalog, ...relation })}`;
        const target = { ...relation, catalog: copy };
        const written = await tx
          .execute(dialect.createTableAs(target, select))
          .catch((error: unknown) => {
            throw named(error, relation);
          });
        rows += written.rows ?? 0;
      }
      return rows;
    },
    // The copy's commits are its own: one that fails leaves the warehouse as it is.
    { signal, inTurn: (commit) => commit() },
  );
}

function named(error: unknown, { schema, name }: RelationRef): unknown {
  if (!isSluiceError(error) || error.code === "RUN.CANCELLED") return error;
  return new SluiceError({
    code: error.code,
    message: `${schema}.${name} cannot be copied: ${error.message}`,
    hints: error.hints,
    retryable: error.retryable,
    cause: error,
  });
}
