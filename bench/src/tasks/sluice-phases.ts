import {
  isBuilt,
  openWorkspace,
  serializePlan,
  updateOf,
  type Plan,
  type PlanOptions,
  type RunEvent,
  type TimeRange,
  type Workspace,
} from "@sluice/core";
import { createCheckEngine } from "@sluice/dq";
import { Stopwatch, type Phases } from "./stopwatch.js";

/** How a project is opened, and what is done with it. */
export interface SluicePhases {
  readonly dir: string;
  /** In order, each timed alone; one that comes again adds to its time. */
  readonly steps: readonly Step[];
  readonly environment?: string | undefined;
  readonly now?: string | undefined;
  readonly select?: readonly string[] | undefined;
  /** What is computed of tables that are filled by time. */
  readonly window?: TimeRange | undefined;
  readonly readOnly?: boolean | undefined;
}

/** What happened. */
export interface SluicePhasesResult {
  readonly phases: Phases;
  /** Nodes of the last plan. */
  readonly planned: number;
  /** Models the last plan builds. */
  readonly toBuild: readonly string[];
  /** Queries of the last plan that fill tables by time. */
  readonly batches: number;
  /** Rows the build wrote, by model. */
  readonly rows: Readonly<Record<string, number>>;
  /** Checks that have passed in the build. */
  readonly checks: number;
  /** Environments that the warehouse has. */
  readonly environments: number;
}

/** What the steps of a task share. */
interface Run {
  readonly workspace: Workspace;
  readonly options: PlanOptions;
  plan?: Plan;
  checks: number;
  environments: number;
  readonly rows: Record<string, number>;
}

const steps = {
  graph: ({ workspace }: Run) => workspace.graph(),
  validate: async ({ workspace }: Run) => {
    const { ok, diagnostics } = await workspace.validate();
    if (!ok) throw new Error(diagnostics[0]?.message);
  },
  /** Whatever needs the warehouse opens it first. */
  open: ({ workspace }: Run) => workspace.history({ limit: 1 }),
  plan,
  /** The same plan once more, when all that can be kept from one to the next is there. */
  again: plan,
  review: (run: Run) => run.workspace.review(planOf(run)),
  json: (run: Run) => Promise.resolve(serializePlan(planOf(run))),
  environments: async (run: Run) => {
    run.environments = (await run.workspace.listEnvironments()).length;
  },
  build: async (run: Run) => {
    for await (const event of run.workspace.apply(planOf(run))) follow(event, run);
  },
} as const;

/** What can be done with an open project. */
export type Step = keyof typeof steps;

/** Takes a project through steps of the framework, each timed alone. */
export async function sluicePhases(input: SluicePhases): Promise<SluicePhasesResult> {
  const { dir, environment, now, readOnly, select, window } = input;
  const watch = new Stopwatch();
  const checks = createCheckEngine();
  const workspace = await openWorkspace({ dir, checks, environment, now, readOnly });
  watch.lap("load");
  const run: Run = { workspace, options: { select, window }, checks: 0, environments: 0, rows: {} };
  try {
    for (const step of input.steps) {
      await steps[step](run);
      watch.lap(step);
    }
  } finally {
    await workspace.close();
  }
  watch.lap("close");
  const nodes = run.plan?.nodes ?? [];
  return {
    phases: watch.phases(),
    planned: nodes.length,
    toBuild: nodes.filter(isBuilt).map(({ name }) => name),
    batches: nodes.reduce((sum, node) => sum + (updateOf(node)?.batches ?? 0), 0),
    rows: run.rows,
    checks: run.checks,
    environments: run.environments,
  };
}

async function plan(run: Run): Promise<void> {
  run.plan = await run.workspace.plan(run.options);
}

function planOf(run: Run): Plan {
  if (!run.plan) throw new Error("Nothing is planned yet.");
  return run.plan;
}

function follow(event: RunEvent, run: Run): void {
  if (event.type === "node_finished") {
    run.rows[event.result.name] = event.result.rows ?? 0;
    run.checks += event.result.checks.passed;
  }
  if (event.type === "run_finished" && !event.summary.ok) throw new Error("The build failed.");
}
