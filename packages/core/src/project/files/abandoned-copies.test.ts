import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { removeAbandoned } from "./abandoned-copies.js";

it("folders of killed processes are removed after a day, and no others", () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "sluice-abandoned-"));
  const gone = spawnSync(process.execPath, ["-e", ""]).pid;
  const names = [
    `c-${gone}-old`,
    `c-${gone}-new`,
    `c-${process.pid}-old`,
    "c-text-old",
    "other-old",
  ];
  for (const name of names) {
    mkdirSync(path.join(dir, name));
    if (name.endsWith("old")) utimesSync(path.join(dir, name), 0, 0);
  }
  removeAbandoned(dir, "c-");
  expect(readdirSync(dir).sort()).toEqual(names.slice(1).sort());
  rmSync(dir, { recursive: true });
});
