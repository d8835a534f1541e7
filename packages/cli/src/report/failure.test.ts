import { expect, test } from "vitest";
import { fakeIo } from "../../test/support/fake-io.js";
import { reportFailure } from "./failure.js";

const target = { json: false, logFormat: "text", command: "build" } as const;

test("a bug: exit 1, with its stack, its cause and a request to report it", async () => {
  const { io, written } = fakeIo();
  const cause = new TypeError("x is undefined");
  const code = await reportFailure(new Error("no such state", { cause }), { ...target, io });
  expect(code).toBe(1);
  expect(written.stderr).toContain("error INTERNAL.BUG\n  Error: no such state");
  expect(written.stderr).toMatch(/^ +at .*failure\.test\.ts/m);
  expect(written.stderr).toContain("caused by TypeError: x is undefined");
  expect(written.stderr).toContain("This is a bug in Sluice. Please report it");
});

test("a bug as JSON: the document on stdout, the stack in the log only", async () => {
  const { io, written } = fakeIo();
  const code = await reportFailure("thrown text", {
    ...target,
    io,
    json: true,
    logFormat: "json",
  });
  expect(code).toBe(1);
  expect(JSON.parse(written.stdout)).toMatchObject({
    ok: false,
    errors: [{ code: "INTERNAL.BUG", message: "thrown text" }],
  });
  expect(JSON.parse(written.stderr)).toMatchObject({ v: 1, type: "error", stack: "thrown text" });
});
