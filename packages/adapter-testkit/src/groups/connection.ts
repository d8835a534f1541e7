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

  test("opens scratch warehouses of its own", { needs: "scratch warehouse" }, async () => {
    const scratch = await engine().openScratch({ projectDir: projectDir() });
    const other = await engine().openScratch({ projectDir: projectDir() });
    await scratch.ensureNamespace("only_here");
    const table = scratch.dialect.relation({ schema: "only_here", name: "t" });
    await scratch.execute(`create table ${table} as select 1 as a`);
    expect(await countOf(scratch, table)).toBe(1);
    expect(await warehouse().describe({ schema: "only_here", name: "t" })).toBeUndefined();
    expect(await other.list()).toEqual([]);
    await scratch.close();
    await other.close();
  });

  test(
    "closes twice, and refuses every call afterwards",
    { needs: "scratch warehouse" },
    async () => {
      const closed = await engine().openScratch({ projectDir: projectDir() });
      await closed.close();
      await closed.close();
      const refusal = { code: "ADAPTER.CLOSED" };
      await expect(closed.execute("select 1")).rejects.toMatchObject(refusal);
      await expect(rowsOf(closed, "select 1")).rejects.toMatchObject(refusal);
      await expect(closed.parse(["select 1"])).rejects.toMatchObject(refusal);
      await expect(closed.list()).rejects.toMatchObject(refusal);
    },
  );

  const dryRuns = { needs: ["scratch warehouse", "dry run"] } as const;
  test("refuses a dry run after it is closed", dryRuns, async () => {
    const closed = await engine().openScratch({ projectDir: projectDir() });
    await closed.close();
    await expect(closed.dryRun("select 1")).rejects.toMatchObject({ code: "ADAPTER.CLOSED" });
  });

  const transactions = { needs: ["scratch warehouse", "transactions"] } as const;
  test("refuses a transaction after it is closed", transactions, async () => {
    const closed = await engine().openScratch({ projectDir: projectDir() });
    await closed.close();
    const refused = closed.transaction(async () => 1);
    await expect(refused).rejects.toMatchObject({ code: "ADAPTER.CLOSED" });
  });

  test("cancels running statements when it is closed", { needs: "scratch warehouse" }, async () => {
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
