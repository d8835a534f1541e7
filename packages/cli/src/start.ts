import { standardStream } from "./io/standard-stream.js";
import { showCursor } from "./report/live-region.js";
import { run } from "./run.js";
import { createInterrupt } from "./session/interrupt.js";

const code = await run(process.argv.slice(2), {
  stdout: standardStream(process.stdout),
  stderr: standardStream(process.stderr),
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

// `run` has flushed both streams. An engine's threads would keep the process alive.
process.exit(code);
