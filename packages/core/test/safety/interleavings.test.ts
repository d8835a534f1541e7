import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../process/bundle.js";
import type { Action, WorkerOptions } from "../process/protocol.js";
import { startWorker, type Ended } from "../process/run-worker.js";
import { testProject, type TestProject } from "../project.js";
import { csv, daily, firstRows, model } from "./fault-project.js";
import { copyOf, templateOf } from "./project-copies.js";
import { randomNumbers } from "./random-numbers.js";
import { warehouseContent, type WarehouseContent } from "./warehouse-content.js";

/**
 * Two commands on one target at once, each in a process of its own, the second at a random moment of the first, both slow
 * enough to meet. SLUICE_INTERLEAVINGS sets how often each pair meets; SLUICE_INTERLEAVING_SEED repeats a series.
 */
const rounds = Number(process.env["SLUICE_INTERLEAVINGS"] ?? 1);
const seed = Number(process.env["SLUICE_INTERLEAVING_SEED"] ?? 20_240_229);
const clock = "2024-01-16T00:00:00Z";

const files = {
  "models/raw/events.seed.yaml": "file: data/events.csv\n",
  "data/events.csv": csv(...firstRows),
  "models/marts/daily.sql": daily({ cron: "0 1 * * *" }),
  "models/marts/log.sql": model(
    'kind: { type: append, time: ts }\ncron: "0 1 * * *"',
    "select id, ts from raw.events",
  ),
  "models/marts/history.sql": model(
    "kind: { type: snapshot, key: id }",
    "select id, amount from raw.events",
  ),
  "models/marts/total.sql": model("kind: table", "select sum(n)::int as n from marts.daily"),
};

/** A warehouse of some days ago, with rows that came since. */
async function prepared(): Promise<TestProject> {
  const project = testProject(files);
  await project.build({}, { clock: "2024-01-05T00:00:00Z" });
  await project.build({}, { clock: "2024-01-05T00:00:00Z", environment: "dev" });
  project.write({
    "data/events.csv": csv(
      ...firstRows.slice(1),
      "1,2024-01-01 10:00:00,50",
      "7,2024-01-09 01:00:00,3",
    ),
  });
  return project;
}

const actions = {
  build: { do: "build" },
  apply: { do: "apply" },
  run: { do: "run" },
  plan: { do: "plan" },
  clean: { do: "clean" },
  backup: { do: "backup", to: "copy" },
  show: { do: "query", sql: "select sum(n)::int as n from marts.daily" },
  diff: { do: "diff", a: "prod", b: "dev" },
} as const satisfies Record<string, Action>;
type Name = keyof typeof actions;

const pairs: readonly (readonly [Name, Name])[] = [
  ["build", "build"],
  ["build", "run"],
  ["run", "run"],
  ["apply", "build"],
  ["build", "plan"],
  ["run", "clean"],
  ["clean", "build"],
  ["build", "show"],
  ["show", "build"],
  ["build", "diff"],
  ["backup", "build"],
];

const readOnly = (name: Name) => name === "show" || name === "diff";
const commandOf = (name: Name, who: string) => `sluice ${name} --as ${who}`;

function start(worker: string, { dir }: TestProject, name: Name, more: Partial<WorkerOptions>) {
  const action = name === "backup" ? { ...actions.backup, to: `${dir}/copy` } : actions[name];
  return startWorker(worker, { dir, action, clock, slow: 8, readOnly: readOnly(name), ...more });
}

const worker = await bundleWorker();
const next = randomNumbers(seed);
const template = templateOf(await prepared());
const undisturbed = await finalContent(copyOf(template));
afterAll(() => rmSync(template, { recursive: true }));

/** What is there once everything has been built. */
async function finalContent(project: TestProject): Promise<WarehouseContent> {
  const { summary } = await project.build({}, { clock });
  expect(summary.ok).toBe(true);
  const content = await warehouseContent(project);
  // Whether a command of the schedule or a build computed them is all the same.
  return { ...content, state: { ...content.state, ticks: [] } };
}

interface Side {
  readonly name: Name;
  readonly who: string;
  readonly pid: number;
  readonly ended: Ended;
}

/** It did its work, or says who is in the way: the other, by process and command. */
function expectTurn(one: Side, other: Side): boolean {
  expect(one.ended.stderr).toBe("");
  const last = one.ended.messages.at(-1);
  if (last?.type !== "error") {
    expect(last).toEqual({ type: "done", ok: true });
    return true;
  }
  expect(last.code).toBe("ADAPTER.LOCKED");
  // Readers leave no note of their command: the engine's own word is all there is.
  expect(last.message).toContain(String(other.pid));
  if (!readOnly(other.name)) expect(last.message).toContain(commandOf(other.name, other.who));
  return false;
}

/** Starts the second somewhere in the first. */
async function meet(project: TestProject, [a, b]: readonly [Name, Name], lockTimeoutMs: number) {
  const first = start(worker, project, a, { lockTimeoutMs, command: commandOf(a, "first") });
  await new Promise((resolve) => setTimeout(resolve, next() * 1200));
  const second = start(worker, project, b, { lockTimeoutMs, command: commandOf(b, "second") });
  const [one, two] = await Promise.all([first.ended, second.ended]);
  return [
    { name: a, who: "first", pid: first.pid, ended: one },
    { name: b, who: "second", pid: second.pid, ended: two },
  ] as const;
}

const met = { refused: 0, waited: 0 };

describe.each(pairs)("%s beside %s", (a, b) => {
  it.each([
    ["one after the other when both wait", 60_000],
    ["one is refused when it does not wait", 0],
  ])(
    "%s",
    async (_, lockTimeoutMs) => {
      for (let round = 0; round < rounds; round += 1) {
        const project = copyOf(template);
        const sides = await meet(project, [a, b], lockTimeoutMs);
        const turns = [expectTurn(sides[0], sides[1]), expectTurn(sides[1], sides[0])];
        expect(turns).toContain(true);
        if (lockTimeoutMs > 0) expect(turns).toEqual([true, true]);
        met.refused += turns.filter((done) => !done).length;
        const messages = sides.flatMap(({ ended }) => ended.messages);
        met.waited += messages.filter(({ type }) => type === "waiting").length;
        expect(await finalContent(project), `${a} beside ${b}`).toEqual(undisturbed);
        rmSync(project.dir, { recursive: true });
      }
    },
    60_000 + rounds * 30_000,
  );
});

it("has had them in each other's way", () => {
  expect(met.waited).toBeGreaterThan(0);
  expect(met.refused).toBeGreaterThan(0);
});
