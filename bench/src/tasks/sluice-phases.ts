import { openWorkspace, type Plan, type RunEvent } from "@sluice/core";
import { createCheckEngine } from "@sluice/dq";
import { Stopwatch, type Phases } from "./stopwatch.js";

/** How far to go with a project. */
export interface SluicePhases {
  readonly dir: string;
  readonly until: "plan" | "build";
}

/** What happened. */
export interface SluicePhasesResult {
  readonly phases: Phases;
  /** Nodes of the plan. */
  readonly planned: number;
}

/** Takes a project through the steps of the framework, each timed alone. */
export async function sluicePhases({ dir, until }: SluicePhases): Promise<SluicePhasesResult> {
  const watch = new Stopwatch();
  const workspace = await openWorkspace({ dir, checks: createCheckEngine() });
  watch.lap("load");
  let plan: Plan;
  try {
    await workspace.graph();
    watch.lap("graph");
    const { ok, diagnostics } = await workspace.validate();
    if (!ok) throw new Error(diagnostics[0]?.message);
    watch.lap("validate");
    plan = await workspace.plan();
    watch.lap("plan");
    if (until === "build") {
      for await (const event of workspace.apply(plan)) assertBuilt(event);
      watch.lap("build");
    }
  } finally {
    await workspace.close();
  }
  watch.lap("close");
  return { phases: watch.phases(), planned: plan.nodes.length };
}

function assertBuilt(event: RunEvent): void {
  if (event.type === "run_finished" && !event.summary.ok) throw new Error("The build failed.");
}
