import { rmSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { failpoints, type Failpoint } from "../../src/base/failpoint/failpoint.js";
import { bundleWorker } from "../process/bundle.js";
import { faultRun, type FaultPoint, type FaultRun } from "./fault-run.js";
import { faultScenarios } from "./fault-scenarios.js";
import { lateScenarios } from "./late-scenarios.js";
import { randomNumbers } from "./random-numbers.js";

/**
 * A process that dies by SIGKILL at every step of a command, in every situation. Afterwards readers see the publication
 * before or the one after, the same command again finishes the work, and what it leaves is what an undisturbed one leaves,
 * row by row.
 *
 * SLUICE_FAULTS sets how many kills each step and the calls that write get; `all`: every single one, before, during and
 * after. SLUICE_FAULT_CHAINS sets how many commands are killed again and again; SLUICE_FAULT_SEED repeats those.
 * SLUICE_FAULT_SCENARIO limits it to situations of that name.
 */
const asked = process.env["SLUICE_FAULTS"] ?? "1";
const most = asked === "all" ? Infinity : Number(asked);
const chains = Number(process.env["SLUICE_FAULT_CHAINS"] ?? 16);
const only = process.env["SLUICE_FAULT_SCENARIO"] ?? "";
const seed = Number(process.env["SLUICE_FAULT_SEED"] ?? 20_240_229);

/** Counts steps of commands that run in this process: so many kills there can be. */
const { counted } = vi.hoisted(() => ({ counted: new Map<string, number>() }));
vi.mock("../../src/base/failpoint/failpoint.js", async (original) => ({
  ...(await original<typeof import("../../src/base/failpoint/failpoint.js")>()),
  failpoint: (step: string) => counted.set(step, (counted.get(step) ?? 0) + 1),
}));

const worker = await bundleWorker();
const runs: FaultRun[] = [];
for (const scenario of [...faultScenarios, ...lateScenarios])
  if (scenario.name.includes(only)) runs.push(await faultRun(scenario, { worker, counted }));
const tally = { kills: 0, reached: new Set<string>() };

afterAll(() => {
  for (const { template } of runs) rmSync(template, { recursive: true, force: true });
  process.stdout.write(`killed ${String(tally.kills)} processes\n`);
});

/** Some of so many, first and last among them. */
function spread(count: number, wanted = most): readonly number[] {
  const picked = Math.min(count, wanted);
  // Of one, the last: most has been done by then, and something is left to do.
  return Array.from({ length: picked }, (_, i) =>
    picked === 1 ? count - 1 : Math.round((i / (picked - 1)) * (count - 1)),
  );
}

/** Three where each step gets one, so that commands without steps of their own are killed too. */
function writes({ writes: count, scenario }: FaultRun): readonly FaultPoint[] {
  if (scenario.everyWrite === true && most !== Infinity)
    return Array.from({ length: count }, (_, index) => ({ at: "write", index, moment: "after" }));
  const moments = ["before", "during", "after"] as const;
  return spread(count, most * 3).flatMap((index, nth) =>
    moments
      .filter((_, i) => most === Infinity || i === nth % 3)
      .map((moment) => ({ at: "write", index, moment }) as const),
  );
}

const patience = 400_000;

describe.concurrent.each(runs)("$scenario.name, killed", (run) => {
  it("comes to the steps it is there for", () => {
    expect([...run.steps.keys()]).toEqual(expect.arrayContaining([...run.scenario.reaches]));
  });

  it.each([...run.steps])(
    "at %s",
    async (step, count) => {
      for (const index of spread(count)) {
        await run.killAndRecover([{ step: step as Failpoint, hit: index + 1 }]);
        tally.kills += 1;
        tally.reached.add(step);
      }
    },
    patience * Math.min(most, 100),
  );

  it(
    "at calls that write",
    async () => {
      for (const point of writes(run)) tally.kills += await run.killAndRecover([point]);
    },
    patience * Math.min(most, 100),
  );
});

it(
  "a command that is killed again and again comes to the same end",
  async () => {
    const next = randomNumbers(seed);
    const pick = <T>(items: readonly T[]) => items[Math.floor(next() * items.length)] as T;
    for (let i = 0; i < chains; i += 1) {
      const run = pick(runs);
      const points = Array.from({ length: 3 }, (): FaultPoint => {
        const [step, count] = pick([...run.steps, ["write", run.writes] as const]);
        const index = Math.floor(next() * count);
        return step === "write"
          ? { at: "write", index, moment: pick(["before", "during", "after"] as const) }
          : { step: step as Failpoint, hit: index + 1 };
      });
      tally.kills += await run.killAndRecover(points, "perhaps");
    }
  },
  60_000 + chains * 20_000,
);

it.skipIf(only !== "")("has come to every step there is, often enough", () => {
  expect(failpoints.filter((step) => !tally.reached.has(step))).toEqual([]);
  expect(tally.kills).toBeGreaterThanOrEqual(120);
});
