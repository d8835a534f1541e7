import { expect } from "vitest";
import { countOf, rowsOf, type Kit } from "../context.js";

export function connectionGroup({ engine, projectDir, test, warehouse }: Kit): void {
  test("names its engine and version, and its location", () => {
    expect(engine().engine).toMatch(/^\S+ \S+/);
    expect(engine().location).not.toBe("");
    expect(Object.isFrozen(engine().capabilities)).toBe(true);
    expect(engine().capabilities.concurrency).toBeGreaterThanOrEqual(1);
  });

  test("answers a query in a folder without a project", async () => {
    expect(await rowsOf(warehouse(), "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("opens a scratch warehouse of its own, or refuses with a code", async () => {
    const opening = engine().openScratch({ projectDir: projectDir() });
    if (!engine().capabilities.scratch) {
      await expect(opening).rejects.toMatchObject({ code: "CAPABILITY.UNSUPPORTED" });
      return;
    }
    const [scratch, other] = [
      await opening,
      await engine().openScratch({ projectDir: projectDir() }),
    ];
    await scratch.ensureNamespace("only_here");
    const table = scratch.dialect.relation({ schema: "only_here", name: "t" });
    await scratch.execute(`create table ${table} as select 1 as a`);
    expect(await countOf(scratch, table)).toBe(1);
    expect(await warehouse().describe({ schema: "only_here", name: "t" })).toBeUndefined();
    expect(await other.list()).toEqual([]);
    await scratch.close();
    await other.close();
  });

  test("closes twice, and refuses every call afterwards", async () => {
    if (!engine().capabilities.scratch) return;
    const closed = await engine().openScratch({ projectDir: projectDir() });
    await closed.close();
    await closed.close();
    const refusal = { code: "ADAPTER.CLOSED" };
    await expect(closed.execute("select 1")).rejects.toMatchObject(refusal);
    await expect(rowsOf(closed, "select 1")).rejects.toMatchObject(refusal);
    await expect(closed.parse(["select 1"])).rejects.toMatchObject(refusal);
    await expect(closed.dryRun("select 1")).rejects.toMatchObject(refusal);
    await expect(closed.list()).rejects.toMatchObject(refusal);
    await expect(closed.transaction(async () => 1)).rejects.toMatchObject(refusal);
  });

  test("cancels running statements when it is closed", async () => {
    if (!engine().capabilities.scratch) return;
    const closing = await engine().openScratch({ projectDir: projectDir() });
    await closing.ensureNamespace("s");
    const table = closing.dialect.relation({ schema: "s", name: "t" });
    await closing.execute(`create table ${table} as select 1 as n`);
    for (let i = 0; i < 12; i++)
      await closing.execute(`insert into ${table} select n from ${table}`);
    const from = "abcde"
      .split("")
      .map((alias) => `${table} ${alias}`)
      .join(" cross join ");
    const running = closing.execute(
      `create table s.u as select count(*) as n from ${from} where a.n + b.n = c.n + d.n * e.n`,
    );
    const refused = expect(running).rejects.toMatchObject({ code: "RUN.CANCELLED" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await closing.close();
    await refused;
  });
}
