import { showCursor } from "./report/live-region.js";
import { run } from "./run.js";
import { createInterrupt } from "./session/interrupt.js";

const code = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  env: process.env,
  cwd: currentFolder(),
  startedAt: performance.timeOrigin,
  interrupt: (io) =>
    createInterrupt(process, {
      notice: () => io.stderr.write("Stopping; press Ctrl-C again to stop at once.\n"),
      exitNow: (signal) => {
        if (io.live) process.stderr.write(showCursor);
        process.exit(signal);
      },
    }),
});

/** Undefined when the folder was removed under the shell's feet. */
function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

process.exitCode = code;
// The pipes drain first; then the process exits at once, as an engine's threads would keep it alive.
process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
