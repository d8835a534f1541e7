import { writeSync } from "node:fs";
import { isSluiceError } from "../../src/errors/sluice-error.js";
import { defineProject } from "../../src/project/define-project.js";
import { openWorkspace } from "../../src/workspace/open-workspace.js";
import { provideAuthoring } from "../authoring.js";
import { testCheckEngine } from "../check-engine.js";
import { killAtWrite } from "./kill-point.js";
import type { Message, WorkerOptions } from "./protocol.js";

/** Tells the parent at once: a line that is buffered would die with the process. */
function tell(message: Message): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
}

function die(): void {
  process.kill(process.pid, "SIGKILL");
}

/** One build of a project as a process of its own, which ends itself where it is told to. */
async function build(options: WorkerOptions): Promise<void> {
  const { dir, kill, command, lockTimeoutMs, clock } = options;
  const targets = { dev: killAtWrite(options, tell, die) };
  provideAuthoring({ config: () => defineProject({ name: "shop", targets }) });
  const workspace = await openWorkspace({
    dir,
    env: {},
    checks: testCheckEngine(),
    command,
    clock,
    lockTimeoutMs,
    onLockWait: (holder) => tell({ type: "waiting", holder }),
  });
  let events = 0;
  for await (const event of workspace.build({ command: command ?? "build" })) {
    tell({ type: "event", event: event.type });
    if (kill?.at === "event" && events === kill.index) die();
    events += 1;
    if (kill?.at === "event type" && event.type === kill.event) die();
  }
  await workspace.close();
  tell({ type: "done" });
}

try {
  await build(JSON.parse(process.argv[2] ?? "") as WorkerOptions);
} catch (error) {
  if (!isSluiceError(error)) throw error;
  tell({ type: "error", code: error.code, message: error.message });
}
