import { writeSync } from "node:fs";
import { isSluiceError, type Diagnostic } from "../../src/base/errors/sluice-error.js";
import type { RunEvent } from "../../src/state/events/event.js";
import { defineProject } from "../../src/model/project/define-project.js";
import { openWorkspace } from "../../src/workspace/open-workspace.js";
import { provideAuthoring } from "../authoring.js";
import { testCheckEngine } from "../check-engine.js";
import { killAtWrite } from "./kill-point.js";
import { perform } from "./perform.js";
import type { Action, Message, WorkerOptions } from "./protocol.js";

/** Tells the parent at once: a line that is buffered would die with the process. */
function tell(message: Message): void {
  const plain = (_: string, value: unknown) => (typeof value === "bigint" ? Number(value) : value);
  writeSync(1, `${JSON.stringify(message, plain)}\n`);
}

function die(): void {
  process.kill(process.pid, "SIGKILL");
}

/** Ends the process after the event it was told. */
function dieAt(kill: WorkerOptions["kill"]): (event: RunEvent) => void {
  let events = 0;
  return (event) => {
    const { type } = event;
    tell({ type: "event", event: type });
    const failure = failureOf(event);
    if (failure) tell({ type: "failure", code: failure.code, message: failure.message });
    if (kill?.at === "event" && events === kill.index) die();
    events += 1;
    if (kill?.at === "event type" && type === kill.event) die();
  };
}

/** What went wrong with a node itself; those that are skipped because of another are not told. */
function failureOf(event: RunEvent): Diagnostic | undefined {
  if (event.type === "node_finished" && event.result.status === "failed") return event.result.error;
  if (event.type === "warning" && event.diagnostic.severity === "error") return event.diagnostic;
  return undefined;
}

function actionOf({ action, work, command = "build" }: WorkerOptions): Action {
  if (action) return action;
  if (work === "rollback") return { do: work };
  if (work === "expire") return { do: work, environment: "dev" };
  if (work === "clean") return { do: work, options: { keep: 1, olderThanMs: 0 } };
  return { do: "build", options: { command } };
}

/** One command on a project as a process of its own, which ends itself where it is told to. */
async function work(options: WorkerOptions): Promise<void> {
  const { dir, environment, readOnly, kill, command, lockTimeoutMs, clock } = options;
  const action = actionOf(options);
  const targets = { dev: killAtWrite(options, tell, die) };
  provideAuthoring({ config: () => defineProject({ name: "shop", targets }) });
  const ok = await perform(
    action,
    (more) =>
      openWorkspace({
        dir,
        env: {},
        checks: testCheckEngine(),
        environment,
        readOnly,
        command: command ?? action.do,
        clock,
        lockTimeoutMs,
        onLockWait: (holder) => tell({ type: "waiting", holder }),
        ...more,
      }),
    { event: dieAt(kill), row: (row) => tell({ type: "row", row }) },
  );
  tell({ type: "done", ok });
}

try {
  await work(JSON.parse(process.argv[2] ?? "") as WorkerOptions);
} catch (error) {
  if (!isSluiceError(error)) throw error;
  tell({ type: "error", code: error.code, message: error.message });
}
