import { expectTypeOf, test } from "vitest";
import type { QueryResult, Workspace } from "./workspace.js";

declare module "@sluice/core" {
  interface ProjectRows {
    "types.orders": { readonly id: bigint; readonly note: string | null };
  }
}

declare const workspace: Workspace;

test("rows of a declared model are typed by its name", () => {
  expectTypeOf(workspace.query("types.orders")).resolves.toEqualTypeOf<
    QueryResult<{ readonly id: bigint; readonly note: string | null }>
  >();
});

test("any other text is a query with rows of any columns", () => {
  expectTypeOf(workspace.query("select 1 as id")).resolves.toEqualTypeOf<QueryResult>();
  expectTypeOf(workspace.query("types.others")).resolves.toEqualTypeOf<QueryResult>();
});
