import { openWorkspace } from "@sluice/core";
import { createCheckEngine } from "@sluice/dq";
import { Stopwatch, type Phases } from "./stopwatch.js";

/** How far to go with a project. */
export interface SluicePhases {
  readonly dir: string;
  readonly until: "graph" | "validate" | "plan" | "build";
}

/** What happened. */
export interface SluicePhasesResult {
  readonly phases: Phases;
  readonly built: number;
  readonly reused: number;
  readonly peakMegabytes: number;
}

/** Takes a project through the steps of the framework, each timed alone. */
export async function sluicePhases({ dir, until }: SluicePhases): Promise<SluicePhasesResult> {
  const watch = new Stopwatch();
  const workspace = await openWorkspace({ dir, checks: createCheckEngine() });
  watch.lap("load");
  await workspace.graph();
  watch.lap("graph");
  const counts = { built: 0, reused: 0 };
  try {
    if (until !== "graph") {
      const { ok, diagnostics } = await workspace.validate();
      watch.lap("validate");
      if (!ok) throw new Error(diagnostics[0]?.message);
    }
    if (until === "plan" || until === "build") {
      const plan = await workspace.plan();
      watch.lap("plan");
      for await (const event of until === "build" ? workspace.apply(plan) : []) {
        if (event.type !== "run_finished") continue;
        const { ok, built, reused } = event.summary;
        if (!ok) throw new Error("The build failed.");
        Object.assign(counts, { built, reused });
      }
      watch.lap("apply");
    }
  } finally {
    await workspace.close();
  }
  watch.lap("close");
  return {
    phases: watch.phases(),
    ...counts,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}
