import { constants } from "node:os";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SluiceError } from "./sluice-error.js";
import { systemError, systemFault } from "./system-error.js";

/** An error as Node raises it for a system call. */
const refused = (code: string, path?: string) =>
  Object.assign(new Error(`${code}: refused, open`), { code, path });

const names = Object.keys(constants.errno);

describe("errors of the operating system", () => {
  it.each(names)("%s has a code of the machine, never that of a bug", (name) => {
    const error = systemError(refused(name, "/a/b"), { cannotBe: "read" });
    expect(error?.code).toMatch(/^SYSTEM\./);
    expect(error?.message).toMatch(/^\/a\/b cannot be read: .+\.$/);
    expect(error?.where).toEqual({ file: "/a/b" });
  });

  it.each([
    ["ENOENT", "SYSTEM.NOT_FOUND"],
    ["EACCES", "SYSTEM.PERMISSION"],
    ["EPERM", "SYSTEM.PERMISSION"],
    ["EROFS", "SYSTEM.PERMISSION"],
    ["EISDIR", "SYSTEM.PATH_INVALID"],
    ["ELOOP", "SYSTEM.PATH_INVALID"],
    ["ENAMETOOLONG", "SYSTEM.PATH_INVALID"],
    ["EMFILE", "SYSTEM.TOO_MANY_FILES"],
    ["ENFILE", "SYSTEM.TOO_MANY_FILES"],
    ["EFBIG", "SYSTEM.FILE_TOO_LARGE"],
    ["ENOSPC", "SYSTEM.DISK_FULL"],
    ["EDQUOT", "SYSTEM.DISK_FULL"],
    ["ENOMEM", "SYSTEM.EXHAUSTED"],
    ["EAGAIN", "SYSTEM.EXHAUSTED"],
    ["EIO", "SYSTEM.FAILED"],
  ])("%s is %s", (name, code) => {
    expect(systemFault(refused(name))?.code).toBe(code);
  });

  it("a name that Node could not read as UTF-8 is said to be none, rather than missing", () => {
    expect(systemFault(refused("ENOENT", "models/caf\uFFFD.sql"))).toEqual({
      code: "SYSTEM.PATH_INVALID",
      reason: "its name is not UTF-8",
    });
  });

  it("the refusal is found among the causes of an error", () => {
    const error = new Error("cannot load", { cause: new Error("x", { cause: refused("EMFILE") }) });
    expect(systemFault(error)?.code).toBe("SYSTEM.TOO_MANY_FILES");
  });

  it("errors of another origin have none", () => {
    const own = new SluiceError({ code: "SQL.BIND", message: "No.", cause: refused("EIO") });
    expect(systemError(own, { cannotBe: "read" })).toBeUndefined();
    for (const error of [new TypeError("x"), refused("ERR_INVALID_ARG_TYPE"), "EIO", undefined])
      expect(systemFault(error)).toBeUndefined();
  });

  it("a real refusal of Node names its path", () => {
    let caught: unknown;
    try {
      readFileSync("/proc/self/nothing-here");
    } catch (error) {
      caught = error;
    }
    expect(systemError(caught, { cannotBe: "read" })?.message).toBe(
      "/proc/self/nothing-here cannot be read: it does not exist, or is a link that leads nowhere.",
    );
  });
});
