import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test, vi } from "vitest";
import { ConnectionPool } from "./connection-pool.js";
import { loadNative } from "./native.js";
import { Session } from "./session.js";

test("a connection that could not roll back is not lent again", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connect = async () => new Session(await instance.connect(), await loadNative());
  const pool = new ConnectionPool(connect, 2);
  const broken = await pool.use(async (session) => {
    session.inTransaction = true;
    await session.execute("begin");
    await expect(session.execute("select error('no')")).rejects.toThrow("No.");
    vi.spyOn(session, "execute").mockRejectedValueOnce(new Error("no memory left to roll back"));
    return session;
  });
  await pool.use(async (session) => {
    expect(session).not.toBe(broken);
    await expect(session.execute("select 1")).resolves.toBeDefined();
  });
  const rolledBack = await pool.use(async (session) => {
    session.inTransaction = true;
    await session.execute("begin");
    return session;
  });
  const next = await pool.use((session) => Promise.resolve(session));
  expect(next).toBe(rolledBack);
  await pool.close();
  instance.closeSync();
});
