import { expect, test } from "vitest";
import { fakeIo } from "../../test/support/fake-io.js";
import { renderCheck } from "./check-result.js";
import { scopeOptions } from "./scope-options.js";

test("a command that is to look at the same is told what this one was told", () => {
  const none = { environment: undefined, target: undefined, project: undefined };
  expect(scopeOptions(none)).toBe("");
  expect(scopeOptions({ ...none, environment: "prod" })).toBe("");
  const scope = scopeOptions({ environment: "dev", target: "cloud", project: "my shop" });
  expect(scope).toBe(" --env dev --target cloud --project 'my shop'");
  const { io } = fakeIo();
  const result = {
    model: "marts.orders",
    check: "not_null(id)",
    type: "not_null",
    status: "failed",
    severity: "error",
    query: "select * from marts.orders where id is null",
  } as const;
  expect(renderCheck(result, io.out, { scope }).at(-1)).toContain(
    "sluice show --limit none --env dev --target cloud --project 'my shop' --sql 'select * from",
  );
});
