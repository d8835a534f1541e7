import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  crontabCommand,
  dagFiles,
  execStart,
  renderedTemplate,
  scheduleExport,
  workflow,
} from "../../test/support/exports.js";
import { hasCommand } from "../../test/support/pty.js";
import { renderAirflow } from "./airflow.js";
import { renderCrontab } from "./crontab.js";
import { renderGithubActions } from "./github-actions.js";
import type { ScheduleExport } from "./schedule-export.js";
import { renderSystemd } from "./systemd.js";

let root = "";
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "sluice-hostile-")));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const single = "'\"`\\$%{}#!&|;<>()[]*?~=:- \t\n\r\u0001\u007f\u0085\u2028\u00a0\ufeffab0é日😀";
const nasty = [
  ...Array.from(single),
  "${{ secrets.X }}",
  "${{",
  "}}",
  "{{ 1/0 }}",
  "{% raw %}",
  "{# x",
  "%n",
  "%%",
  "$(touch pwned)",
  "$HOME",
  "\\'",
  '"""',
  "\\n",
  "\\\\",
  "\\\\%",
  "coding: latin-1",
  "*/",
  "EOF",
];
const text = fc
  .array(fc.constantFrom(...nasty), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(""));
/** A folder's name: no path of more than one step, and none that PATH takes apart. */
const folder = text.map((name) => `d${name.replace(/[/:]/g, "_")}x`);
const line = (name: string) => name.replace(/[\n\r]/g, "_");

interface Hostile {
  readonly schedule: ScheduleExport;
  /** What the called command must be given. */
  readonly argv: readonly string[];
}

const hostile = fc
  .record({
    project: text,
    dir: folder,
    node: folder,
    target: text,
    value: text,
    reason: text,
    oneLine: fc.boolean(),
  })
  .map(({ project, dir, node, target, value, reason, oneLine }): Hostile => {
    const plain = oneLine ? line : (name: string) => name;
    const vars = { region: plain(value) };
    const schedule = scheduleExport({
      project,
      dir: join(root, plain(dir)),
      repositoryPath: plain(dir),
      nodeDir: join(root, `node-${plain(node)}`),
      target: plain(target),
      vars,
      reasons: [reason],
    });
    const argv = ["--no-install", "sluice", "run", "prod", "--target", plain(target)];
    return { schedule, argv: [...argv, "--var", `region=${vars.region}`] };
  });

/** A stand-in for npx that says where it is called and with what. */
function prepare({ dir, nodeDir }: ScheduleExport): void {
  mkdirSync(dir, { recursive: true });
  mkdirSync(nodeDir, { recursive: true });
  const npx = join(nodeDir, "npx");
  writeFileSync(npx, '#!/bin/sh\nprintf \'%s\\0\' "$PWD" "$@"\n');
  chmodSync(npx, 0o755);
}

/** Where and with what npx is called. */
function called(
  command: readonly [string, ...string[]],
  options: { readonly cwd?: string; readonly path?: string } = {},
): string[] {
  const [file, ...args] = command;
  const PATH = options.path === undefined ? "/usr/bin:/bin" : `${options.path}:/usr/bin:/bin`;
  const ran = spawnSync(file, args, {
    cwd: options.cwd ?? root,
    env: { PATH, HOME: root },
    encoding: "utf8",
  });
  if (ran.status !== 0 || ran.stderr !== "") throw new Error(`${command.join(" ")}: ${ran.stderr}`);
  return ran.stdout.split("\0").slice(0, -1);
}

function always(check: (hostile: Hostile) => void): void {
  fc.assert(
    fc.property(hostile, (one) => {
      prepare(one.schedule);
      check(one);
    }),
    { numRuns: 40 },
  );
}

const first = (files: readonly { readonly content: string }[]) => files[0]?.content ?? "";

// Each run starts a shell or two, which takes its time on a busy machine.
describe(
  "whatever names, paths and variables hold, the one call is made with just them",
  { timeout: 120_000 },
  () => {
    test("by cron, or it is refused", () => {
      always(({ schedule, argv }) => {
        const given = [schedule.dir, schedule.nodeDir, ...argv].join("");
        if (/[\n\r]/.test(given)) {
          expect(() => renderCrontab(schedule)).toThrow("line break");
          return;
        }
        const command = crontabCommand(first(renderCrontab(schedule)));
        expect(called(["/bin/sh", "-c", command])).toEqual([schedule.dir, ...argv, "--quiet"]);
      });
    });

    test("by systemd", () => {
      always(({ schedule, argv }) => {
        const [file = "", ...args] = execStart(first(renderSystemd(schedule)));
        expect(called([file, ...args])).toEqual([schedule.dir, ...argv]);
      });
    });

    test("by GitHub", () => {
      always(({ schedule, argv }) => {
        const { dir, run } = workflow(first(renderGithubActions(schedule)));
        const cwd = join(root, dir);
        const ran = called(["/bin/sh", "-c", run], { cwd, path: schedule.nodeDir });
        expect(ran).toEqual([schedule.dir, ...argv]);
      });
    });

    test.skipIf(!hasCommand("python3"))("by Airflow", () => {
      // Many at a time: Python takes longer to start than to read them.
      const many = fc.array(hostile, { minLength: 8, maxLength: 8 });
      fc.assert(
        fc.property(many, (all) => {
          const given = all.map(({ schedule, argv }) => {
            prepare(schedule);
            const tasks = [{ model: schedule.project, after: [] }];
            return { schedule: { ...schedule, tasks }, argv };
          });
          const dags = dagFiles(given.map(({ schedule }) => first(renderAirflow(schedule))));
          for (const [i, { schedule, argv }] of given.entries()) {
            expect(dags[i]?.dagId).toMatch(/^[\w.-]+$/);
            const [[id, command] = ["", ""]] = Object.entries(dags[i]?.commands ?? {});
            expect(id).toMatch(/^[\w.-]+$/);
            // The operator takes what ends so for the name of a file to read.
            expect(command).not.toMatch(/\.(?:sh|bash)$/);
            const shell = ["/bin/sh", "-c", renderedTemplate(command)] as const;
            const ran = called(shell, { path: schedule.nodeDir });
            expect(ran).toEqual([schedule.dir, ...argv, "--select", schedule.project]);
          }
        }),
        { numRuns: 4 },
      );
    });
  },
);
