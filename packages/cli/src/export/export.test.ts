import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { dagFile, scheduleExport } from "../../test/support/exports.js";
import { hasCommand } from "../../test/support/pty.js";
import { renderAirflow } from "./airflow.js";
import { renderCrontab } from "./crontab.js";
import { renderGithubActions } from "./github-actions.js";
import type { ExportFile, ScheduleExport } from "./schedule-export.js";
import { renderSystemd } from "./systemd.js";
import { neededTimes } from "./times.js";

const now = new Date("2024-01-01T00:00Z");

/** A project with all that a call can carry. */
const full = scheduleExport({
  project: "Größe & 100% {shop}",
  dir: "/srv/it's 100% {a} shop",
  target: "warehouse",
  vars: { region: "eu", since: "2024-01-01" },
  times: { hours: [0, 1], minutes: [30] },
  tasks: [
    { model: "raw.orders", after: [] },
    { model: "staging.orders", after: ["raw.orders"] },
    { model: "marts.totals", after: ["raw.orders", "staging.orders"] },
  ],
});

const renderers: Readonly<Record<string, (schedule: ScheduleExport) => readonly ExportFile[]>> = {
  cron: renderCrontab,
  systemd: renderSystemd,
  github: renderGithubActions,
  airflow: renderAirflow,
};

describe.each(Object.entries(renderers))("%s", (format, render) => {
  test.each([
    ["plain", scheduleExport()],
    ["full", full],
  ])("golden: %s", async (name, schedule) => {
    for (const file of render(schedule)) {
      const extension = /[^.]+$/.exec(file.name)?.[0] ?? "";
      await expect(file.content).toMatchFileSnapshot(
        `__golden__/${format}-${name}.${extension}.txt`,
      );
    }
  });

  test("names files so that they are safe anywhere", () => {
    const files = render(scheduleExport({ project: "../a b\n'c" }));
    for (const file of files)
      expect(file.name).toMatch(/^sluice[-_]a_b_c[-_]prod\.\w+$|^a_b_c-prod\.crontab$/);
  });
});

async function inFolder(files: readonly ExportFile[]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "sluice-export-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const file of files) await writeFile(join(dir, file.name), file.content);
  return dir;
}

test.skipIf(!hasCommand("systemd-analyze")).each([
  ["plain", scheduleExport()],
  ["full", full],
  ["every five minutes", scheduleExport({ times: { hours: [6, 18], minutes: [0, 5, 7] } })],
])("systemd accepts its units: %s", async (_, schedule) => {
  const files = renderSystemd(schedule);
  const dir = await inFolder(files);
  const paths = files.map((file) => join(dir, file.name));
  const ran = spawnSync("systemd-analyze", ["verify", "--man=no", ...paths], { encoding: "utf8" });
  const said = `${ran.stdout}${ran.stderr}`.split("\n").filter((line) => line.includes("sluice"));
  expect(said).toEqual([]);
  const event = /^OnCalendar=(.*)$/m.exec(files[1]?.content ?? "")?.[1] ?? "";
  const calendar = spawnSync("systemd-analyze", ["calendar", event], { encoding: "utf8" });
  expect(calendar.stderr).toBe("");
  expect(calendar.stdout).toContain("Normalized form");
});

test.skipIf(!hasCommand("systemd-analyze"))(
  "systemd does say so of a unit that is wrong",
  async () => {
    const [service, timer] = renderSystemd(scheduleExport());
    const wrong = [
      {
        name: "sluice-wrong.service",
        content: (service?.content ?? "").replace("oneshot", "sometimes"),
      },
      { name: "sluice-wrong.timer", content: (timer?.content ?? "").replace(" UTC", " o'clock") },
    ];
    const dir = await inFolder(wrong);
    const ran = spawnSync(
      "systemd-analyze",
      ["verify", ...wrong.map(({ name }) => join(dir, name))],
      {
        encoding: "utf8",
      },
    );
    expect(ran.stderr).toMatch(/sometimes/);
    expect(ran.stderr).toMatch(/o'clock/);
  },
);

test.skipIf(!hasCommand("crontab"))("cron accepts its crontab", async () => {
  const [file] = renderCrontab(full);
  const dir = await inFolder(file ? [file] : []);
  const ran = spawnSync("crontab", ["-T", join(dir, file?.name ?? "")], { encoding: "utf8" });
  expect(ran.stderr).not.toMatch(/bad|error/i);
});

describe("times", () => {
  test("follow from the finest cron, and say so", () => {
    const models = [
      { name: "marts.a", cron: "0 2 * * *" },
      { name: "marts.b", cron: "0 * * * *" },
      { name: "marts.c", cron: "0 2 * * *" },
      { name: "marts.d" },
    ];
    const needed = neededTimes(models, { now });
    expect(needed.times).toEqual(scheduleExport().times);
    expect(needed.reasons).toEqual([
      "0 2 * * *: 2 models (marts.a and marts.c)",
      "0 * * * *: 1 model (marts.b)",
    ]);
  });

  test.each([
    [60_000, "* * * * *"],
    [5 * 60_000, "*/5 * * * *"],
    [3_600_000, "0 * * * *"],
    [6 * 3_600_000, "0 */6 * * *"],
    [86_400_000, "0 0 * * *"],
  ])("a pace of %i ms is %s", (everyMs, cron) => {
    const { times } = neededTimes([], { everyMs, now });
    expect(renderGithubActions(scheduleExport({ times, paced: true }))[0]?.content).toContain(
      cron === "* * * * *" ? 'cron: "*/5 * * * *"' : `cron: "${cron}"`,
    );
    expect(renderCrontab(scheduleExport({ times, paced: true }))[0]?.content).toContain(
      `\n${cron} cd`,
    );
  });

  test.each([0, 1000, 90_000, 7 * 60_000, 90 * 60_000, 5 * 3_600_000, 48 * 3_600_000])(
    "a pace of %i ms is refused",
    (everyMs) => {
      expect(() => neededTimes([], { everyMs, now })).toThrow(
        expect.objectContaining({ code: "CLI.USAGE" }),
      );
    },
  );

  test("without a cron there are none", () => {
    expect(() => neededTimes([{ name: "marts.a" }], { now })).toThrow("No model has a cron");
  });

  test("of a crontab are the machine's: it calls in every hour, in which ever zone that is", () => {
    expect(renderCrontab(full)[0]?.content).toContain("\n30 * * * * cd");
  });
});

test("what no crontab can hold is refused", () => {
  const breaks = scheduleExport({ dir: "/srv/a\n* * * * * rm -rf b" });
  expect(() => renderCrontab(breaks)).toThrow(expect.objectContaining({ code: "CLI.USAGE" }));
  const long = scheduleExport({ dir: `/${"é".repeat(500)}` });
  expect(() => renderCrontab(long)).toThrow("998 bytes");
});

test.skipIf(!hasCommand("python3"))("a task a model waits for the models it reads", () => {
  const dag = dagFile(renderAirflow(full)[0]?.content ?? "");
  expect(dag.upstream).toEqual({
    "staging.orders": ["raw.orders"],
    "marts.totals": ["raw.orders", "staging.orders"],
  });
  expect(Object.keys(dag.commands)).toEqual(["raw.orders", "staging.orders", "marts.totals"]);
  expect(dag.commands["marts.totals"]).toMatch(/ --select 'marts\.totals'$/);
});

test.skipIf(!hasCommand("python3"))("ids of tasks stay apart when names lose characters", () => {
  const tasks = ["a.b c", "a.b!c", "a.b_c"].map((model) => ({ model, after: [] }));
  const dag = dagFile(renderAirflow(scheduleExport({ tasks }))[0]?.content ?? "");
  expect(Object.keys(dag.commands)).toEqual(["a.b_c", "a.b_c_2", "a.b_c_3"]);
});
