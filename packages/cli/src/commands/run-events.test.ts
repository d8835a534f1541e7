import { expect, test } from "vitest";
import type { RunEvent, Workspace } from "@sluice/core";
import { event } from "../../test/support/events.js";
import { fakeIo } from "../../test/support/fake-io.js";
import type { CommandContext } from "../context.js";
import { createReporter } from "../report/create-reporter.js";
import { reportingRun } from "./run-events.js";

const workspace = {
  project: { target: { name: "dev" }, environment: "prod", models: new Map() },
} as unknown as Workspace;

/** A command at its start; `body` runs two seconds, then `closing` passes. */
function command(closing: (pass: (ms: number) => void) => void) {
  const { io, clock, written } = fakeIo({ color: false });
  const global = { logFormat: "text", quiet: false } as CommandContext["global"];
  const context = { io, global } as CommandContext;
  const reporter = createReporter(io, global);
  async function* events(): AsyncGenerator<RunEvent> {
    yield await Promise.resolve(event.started(1, 1));
    clock.pass(2000);
    yield event.done("marts.orders");
    yield event.finished({ built: 1, seconds: 2 });
  }
  clock.pass(1000);
  const run = (since?: number) =>
    reportingRun(
      context,
      async (follow) => {
        await follow(events(), { workspace, reporter });
        expect(written.stderr).not.toContain("Done");
        closing((ms) => clock.pass(ms));
      },
      since,
    );
  return { run, clock, written };
}

test("the time of a run is that of the whole command, closing included", async () => {
  const { run, written } = command((pass) => pass(4000));
  const { ran } = await run();
  expect(ran).toMatchObject({ seconds: 7, summary: { seconds: 2 } });
  expect(written.stderr).toContain("Done in 7.00s: 1 built. Published to prod.");
});

test("the time of a round begins with the round", async () => {
  const { run, clock, written } = command((pass) => pass(500));
  const { ran } = await run(clock.now());
  expect(ran?.seconds).toBe(2.5);
  expect(written.stderr).toContain("Done in 2.50s");
});

test("a run whose workspace could not be closed is reported before the error", async () => {
  const { run, written } = command(() => {
    throw new Error("The disk is full.");
  });
  await expect(run()).rejects.toThrow("The disk is full.");
  expect(written.stderr).toContain("Done in 3.00s");
});
