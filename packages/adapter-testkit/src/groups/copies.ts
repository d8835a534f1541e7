import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SluiceError, type OpenOptions, type RelationRef } from "@sluice/core/adapter";
import { expect } from "vitest";
import { countOf, given, valueOf, type Kit } from "../context.js";

/** What earlier groups left in the warehouse is copied with it. */
const patience = 60_000;

/** Warehouses that are files: backups of them, and copies of what readers see. */
export function copiesGroup(kit: Kit): void {
  const { engine, test } = kit;
  test("says whether the warehouse is a file", () => {
    expect(engine().files !== undefined).toBe(engine().capabilities.backup === true);
  });
  backups(kit);
  publishedCopies(kit);
}

function backups({ engine, numbers, projectDir, test, warehouse, whileClosed }: Kit): void {
  const open = (): OpenOptions => ({ projectDir: projectDir(), command: "testkit" });
  const rows = async (table: string) => {
    const opened = await engine().open(open());
    const count = await countOf(opened, table);
    await opened.close();
    return count;
  };

  test(
    "a backup is the warehouse, and can be opened where it lies",
    { needs: "backup", timeout: patience },
    async () => {
      const files = given(engine().files);
      const table = warehouse().dialect.relation(await numbers(50));
      await whileClosed(async () => {
        const to = join(projectDir(), `backup${files.extension}`);
        await files.backup(to, {
          ...open(),
          verify: async (source) => expect(await countOf(source, table)).toBe(50),
        });
        const copy = await files.open(to, open());
        expect(await countOf(copy, table)).toBe(50);
        await copy.close();
      });
    },
  );

  test(
    "a backup is put back whole, and what was there is kept",
    { needs: "backup", timeout: patience },
    async () => {
      const files = given(engine().files);
      const table = warehouse().dialect.relation(await numbers(50));
      const to = join(projectDir(), `restored${files.extension}`);
      await whileClosed(() => files.backup(to, { ...open(), verify: () => Promise.resolve() }));
      await warehouse().execute(`insert into ${table} select * from ${table}`);
      await whileClosed(async () => {
        let staged = "";
        const { kept = "" } = await files.restore(to, {
          ...open(),
          accept: async (copy) => {
            staged = copy;
            expect((await readFile(copy)).equals(await readFile(to))).toBe(true);
          },
        });
        await expect(stat(staged)).rejects.toMatchObject({ code: "ENOENT" });
        expect(await rows(table)).toBe(50);
        const before = await files.open(kept, open());
        expect(await countOf(before, table)).toBe(100);
        await before.close();
        await rm(kept);
      });
    },
  );

  test(
    "a backup that is not accepted replaces nothing",
    { needs: "backup", timeout: patience },
    async () => {
      const files = given(engine().files);
      const table = warehouse().dialect.relation(await numbers(50));
      const to = join(projectDir(), `refused${files.extension}`);
      await whileClosed(() => files.backup(to, { ...open(), verify: () => Promise.resolve() }));
      await warehouse().execute(`insert into ${table} select * from ${table}`);
      await whileClosed(async () => {
        const no = new SluiceError({ code: "ADAPTER.CORRUPT", message: "not accepted" });
        const accept = () => Promise.reject(no);
        await expect(files.restore(to, { ...open(), accept })).rejects.toBe(no);
        expect(await rows(table)).toBe(100);
      });
    },
  );

  test("what is no warehouse is not opened as one", { needs: "backup" }, async () => {
    const text = join(projectDir(), "text");
    await writeFile(text, "text ".repeat(5000));
    await expect(given(engine().files).open(text, open())).rejects.toMatchObject({
      code: "ADAPTER.CORRUPT",
    });
  });
}

function publishedCopies({ engine, numbers, projectDir, test, warehouse }: Kit): void {
  const publish = (file: string, relations: readonly RelationRef[]) =>
    given(warehouse().publishCopy?.(file, relations));
  test("a target names a published copy only where the engine makes copies", () => {
    expect(engine().publish === undefined || warehouse().publishCopy !== undefined).toBe(true);
  });

  const copies = { needs: "published copies" } as const;
  test("a published copy has the named relations, and is replaced as a whole", copies, async () => {
    const adapter = warehouse();
    const table = await numbers(20);
    const view = { schema: table.schema, name: "a view" };
    const select = `select * from ${adapter.dialect.relation(table)} where n < 5`;
    await adapter.execute(adapter.dialect.createView(view, select));
    const file = join(projectDir(), "copy");
    expect(await publish(file, [table, view])).toEqual({ relations: 2, rows: 25 });
    expect(await publish(file, [view])).toEqual({ relations: 1, rows: 5 });
    const before = await readFile(file);
    const missing = { schema: table.schema, name: "missing" };
    await expect(publish(file, [view, missing])).rejects.toMatchObject({
      code: "SQL.BIND",
    });
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  const files = { needs: ["published copies", "backup"] } as const;
  test("a published copy is opened as a warehouse with tables", files, async () => {
    const adapter = warehouse();
    const table = await numbers(20);
    const view = { schema: table.schema, name: "a view" };
    const select = `select * from ${adapter.dialect.relation(table)} where n < 5`;
    await adapter.execute(adapter.dialect.createView(view, select));
    const file = join(projectDir(), "opened copy");
    await publish(file, [view]);
    const copy = await given(engine().files).open(file, { projectDir: projectDir() });
    expect(await copy.list()).toMatchObject([{ ...view, type: "table" }]);
    const sum = await valueOf(copy, `select sum(n) as n from ${copy.dialect.relation(view)}`);
    expect(Number(sum)).toBe(10);
    await copy.close();
  });
}
