import { isSluiceError, type SluiceError } from "@sluice/core/adapter";
import { expect } from "vitest";
import { column, rowsOf, type Kit } from "../context.js";
import type { Feature } from "../features.js";

async function caught(work: Promise<unknown>): Promise<SluiceError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isSluiceError(error)) expect.fail(`No SluiceError, but ${String(error)}`);
  return error;
}

/** Line and column, from 1, of the mark `¤`, and the text without it. */
function marked(text: string) {
  const at = text.indexOf("¤");
  const before = text.slice(0, at).split("\n");
  return {
    sql: text.replace("¤", ""),
    place: { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 },
  };
}

/** A way to send a text to the engine. */
interface Way {
  readonly title: string;
  readonly needs?: Feature;
  readonly run: (sql: string) => Promise<unknown>;
}

export function errorsGroup({ schema, test, warehouse }: Kit): void {
  const ways: readonly Way[] = [
    { title: "dry run", needs: "dry run", run: (sql) => warehouse().dryRun(sql) },
    { title: "statement", run: (sql) => warehouse().execute(sql) },
    { title: "query", run: (sql) => rowsOf(warehouse(), sql) },
  ];
  const table = async () => {
    const { dialect } = warehouse();
    const target = { schema: await schema(), name: "errors" };
    await warehouse().execute(
      dialect.createTable(target, [
        column(dialect, "amount", "integer"),
        column(dialect, "word", "text"),
      ]),
    );
    await warehouse().load(target, [[1, "one"]]);
    return dialect.relation(target);
  };

  for (const { title, needs = [], run } of ways) {
    test(
      `a syntax error in a ${title}: code, exact place after non-ASCII text, one clean sentence`,
      { needs },
      async () => {
        const { sql, place } = marked("select 1 as a,\n  '🦆é' as b, '🦆' ¤'x'\nfrom t");
        const error = await caught(run(sql));
        expect(error).toMatchObject({ code: "SQL.SYNTAX", retryable: false });
        expect(error.where).toMatchObject(place);
        expect(error.message).toMatch(/^[^\n{}]+[.?]$/);
        expect(error.message).not.toContain("LINE");
      },
    );

    test(
      `an unknown column in a ${title}: code, exact place after non-ASCII text, near names`,
      { needs },
      async () => {
        const { sql, place } = marked(
          `select 'é🦆' as duck,\n  '🦆' as b, ¤amuont\nfrom ${await table()}`,
        );
        const error = await caught(run(sql));
        expect(error).toMatchObject({ code: "SQL.BIND", where: place });
        expect(error.message).toContain("amuont");
        expect(error.message).toMatch(/^[^\n{}]+[.?]$/);
        expect(error.hints.join()).toContain("amount");
        expect(error.where?.frame?.split("\n")[1]?.indexOf("^")).toBe(place.column - 1);
      },
    );

    test(`an unknown table and an unknown function in a ${title}`, { needs }, async () => {
      const texts = ["select * from no_such_table_here", "select no_such_function_here(1) as a"];
      for (const text of texts)
        expect(await caught(run(text)), text).toMatchObject({ code: "SQL.BIND" });
    });
  }

  test("an error while running", async () => {
    const { dialect } = warehouse();
    const cast = dialect.cast("word", dialect.typeFor("integer") ?? "");
    const error = await caught(rowsOf(warehouse(), `select ${cast} as v from ${await table()}`));
    expect(error).toMatchObject({ code: "SQL.FAILED", retryable: false });
    expect(error.message).toContain("one");
    expect(error.cause).toBeDefined();
  });

  test("an error in a later statement of several", async () => {
    const name = await table();
    const error = await caught(
      warehouse().execute(`insert into ${name} select 2, 'two';\nselect nope from ${name}`),
    );
    expect(error).toMatchObject({ code: "SQL.BIND", where: { line: 2 } });
  });

  test("a coded error stays what it is", async () => {
    const error = await caught(warehouse().execute("selec 1"));
    expect(warehouse().normalizeError(error, "other text")).toBe(error);
  });

  test("anything else becomes a coded error that keeps its cause", () => {
    const cause = new TypeError("something odd\nwith two lines");
    const error = warehouse().normalizeError(cause);
    expect(isSluiceError(error)).toBe(true);
    expect(error.cause).toBe(cause);
    expect(error.message).not.toContain("\n");
  });

  test("the warehouse works on after errors", async () => {
    for (let i = 0; i < 20; i++) await caught(warehouse().execute("selec 1"));
    expect(await rowsOf(warehouse(), "select 1 as a")).toEqual([{ a: 1 }]);
  });
}
