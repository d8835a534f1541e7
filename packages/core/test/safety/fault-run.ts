import { rmSync } from "node:fs";
import { expect } from "vitest";
import type { Row } from "../../src/warehouse/values.js";
import type { Failpoint } from "../../src/base/failpoint/failpoint.js";
import { perform } from "../process/perform.js";
import type { KillPoint, WorkerOptions } from "../process/protocol.js";
import { startWorker } from "../process/run-worker.js";
import { testProject, type TestProject } from "../project.js";
import type { FaultScenario } from "./fault-scenarios.js";
import { copyOf, fillProject, templateOf } from "./project-copies.js";
import { readersContent, warehouseContent, type WarehouseContent } from "./warehouse-content.js";

/** Where a process dies: at the n-th time it comes to a step, or at a call that writes. */
export type FaultPoint = { readonly step: Failpoint; readonly hit: number } | KillPoint;

/** A scenario with what an undisturbed command makes of it. */
export interface FaultRun {
  readonly scenario: FaultScenario;
  /** Folder that every killed command begins with a copy of. */
  readonly template: string;
  /** How often the command comes to each step. */
  readonly steps: ReadonlyMap<string, number>;
  /** How many calls that write it makes. */
  readonly writes: number;
  /**
   * Runs the command until it is killed, once for each point, then to its end, looking at what is there each time; gives
   * the number of kills. `perhaps`: it may finish before it comes to a point.
   */
  killAndRecover(points: readonly FaultPoint[], dies?: "surely" | "perhaps"): Promise<number>;
  /**
   * Disturbs the command in another way, then looks at what is there and runs it to its end. Nodes may fail of it, which
   * keeps back what reads them and publishes the others: each relation is seen as before the command or as after it.
   */
  disturb(
    disturbance: (project: TestProject, options: WorkerOptions) => Promise<void>,
    /** Surrounds all of it, from before the folder is filled. */
    around?: (project: TestProject, work: () => Promise<void>) => Promise<void>,
  ): Promise<void>;
}

type Readers = WarehouseContent["relations"];

interface Expected {
  readonly before: Readers;
  readonly after: Readers;
  readonly undisturbed: WarehouseContent;
  readonly mended: WarehouseContent | undefined;
}

/** Prepares a scenario and runs it undisturbed, here and in a process of its own, which must come to the same. */
export async function faultRun(
  scenario: FaultScenario,
  { worker, counted }: { readonly worker: string; readonly counted: Map<string, number> },
): Promise<FaultRun> {
  const origin = testProject(scenario.files);
  await scenario.before?.(origin);
  const template = templateOf(origin);

  const project = copyOf(template);
  const before = await readersContent(project);
  counted.clear();
  await act(project, scenario);
  const steps = new Map(counted);
  const undisturbed = await warehouseContent(project);
  const after = await readersContent(project);
  await scenario.mend?.(project);
  const mended = scenario.mend && (await warehouseContent(project));

  const alone = copyOf(template);
  const ended = await startWorker(worker, workerOptions(scenario, alone)).ended;
  expect(ended, scenario.name).toMatchObject({ code: 0, stderr: "" });
  expect(await warehouseContent(alone), scenario.name).toEqual(undisturbed);
  for (const { dir } of [origin, project, alone]) rmSync(dir, { recursive: true });

  const expected = { before, after, undisturbed, mended };
  return {
    scenario,
    template,
    steps,
    writes: ended.messages.filter(({ type }) => type === "write").length,
    killAndRecover: async (points, dies = "surely") => {
      const victim = copyOf(template);
      const kills = await kill(victim, { worker, scenario, expected, points, dies });
      await recover(victim, { scenario, expected, label: labelOf(scenario, points) });
      rmSync(victim.dir, { recursive: true });
      return kills;
    },
    disturb: async (disturbance, around = (_, work) => work()) => {
      const victim = testProject({});
      await around(victim, async () => {
        fillProject(victim, template);
        await disturbance(victim, workerOptions(scenario, victim));
        const label = `${scenario.name}, disturbed`;
        expectEachWhole(await readersContent(victim), { scenario, expected, label });
        await recover(victim, { scenario, expected, label });
      });
      rmSync(victim.dir, { recursive: true });
    },
  };
}

function workerOptions(scenario: FaultScenario, { dir }: TestProject): WorkerOptions {
  const { action, clock, environment } = scenario;
  return { dir, action, clock, environment };
}

function act(project: TestProject, { action, clock, environment }: FaultScenario) {
  return perform(action, (more) => project.open({ clock, environment, ...more }));
}

function labelOf({ name }: FaultScenario, points: readonly FaultPoint[]): string {
  return `${name}, killed at ${JSON.stringify(points)}`;
}

async function kill(
  project: TestProject,
  using: {
    readonly worker: string;
    readonly scenario: FaultScenario;
    readonly expected: Expected;
    readonly points: readonly FaultPoint[];
    readonly dies: "surely" | "perhaps";
  },
): Promise<number> {
  const { worker, scenario, expected, points, dies } = using;
  const label = labelOf(scenario, points);
  let kills = 0;
  for (const point of points) {
    const where =
      "step" in point ? { failpoint: `${point.step}:${String(point.hit)}` } : { kill: point };
    const options = { ...workerOptions(scenario, project), ...where };
    const { killed, stderr } = await startWorker(worker, options).ended;
    expect(stderr, label).toBe("");
    // A call may be over before it is killed while it runs.
    const isSure = dies === "surely" && !("moment" in point && point.moment === "during");
    if (isSure) expect(killed, label).toBe(true);
    if (killed) kills += 1;
    expectReaders(await readersContent(project), { scenario, expected, label });
  }
  return kills;
}

interface Seen {
  readonly scenario: FaultScenario;
  readonly expected: Expected;
  readonly label: string;
}

/** One publication, whole; of tables that are kept, each part as before or as after. */
function expectReaders(seen: Readers, using: Seen): void {
  const { scenario, expected, label } = using;
  const parts = scenario.parts ?? {};
  const published = (content: Readers) =>
    Object.fromEntries(Object.entries(content).filter(([name]) => !(name in parts)));
  const choices = [expected.before, expected.after];
  expect(choices.map(published), `readers after ${label}`).toContainEqual(published(seen));
  expectParts(seen, using);
}

/** Each relation as before or as after, and no other; of tables that are kept, each part. */
function expectEachWhole(seen: Readers, using: Seen): void {
  const { scenario, expected, label } = using;
  const { before, after } = expected;
  for (const name of new Set([before, after, seen].flatMap(Object.keys)))
    if (!(name in (scenario.parts ?? {})))
      expect([before[name], after[name]], `${name} after ${label}`).toContainEqual(seen[name]);
  expectParts(seen, using);
}

function expectParts(seen: Readers, { scenario, expected, label }: Seen): void {
  const choices = [expected.before, expected.after];
  for (const [name, column] of Object.entries(scenario.parts ?? {})) {
    const rows = byPart(seen[name], column);
    const known = choices.map((content) => byPart(content[name], column));
    const all = new Set([...rows.keys(), ...known.flatMap((content) => [...content.keys()])]);
    for (const part of all)
      expect(
        known.map((content) => content.get(part)),
        `${name} ${part} after ${label}`,
      ).toContainEqual(rows.get(part));
  }
}

function byPart(rows: readonly Row[] = [], column: string): ReadonlyMap<string, readonly Row[]> {
  const parts = new Map<string, Row[]>();
  for (const row of rows) {
    const part = column === "" ? "" : JSON.stringify(row[column], plain);
    parts.set(part, [...(parts.get(part) ?? []), row]);
  }
  return parts;
}

function plain(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

/** The same command again leaves what an undisturbed one leaves. */
async function recover(
  project: TestProject,
  using: { readonly scenario: FaultScenario; readonly expected: Expected; readonly label: string },
): Promise<void> {
  const { scenario, expected, label } = using;
  expect(await act(project, scenario), label).toBe(scenario.fails !== true);
  expect(await warehouseContent(project), label).toEqual(expected.undisturbed);
  if (scenario.mend) {
    await scenario.mend(project);
    expect(await warehouseContent(project), `${label}, mended`).toEqual(expected.mended);
  }
}
