import { spawn } from "node:child_process";
import { cancelled } from "./errors.js";

const script = `
const { copyFileSync, constants } = require("node:fs");
try {
  copyFileSync(process.argv[1], process.argv[2], constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
} catch (error) {
  process.stderr.write(JSON.stringify({ code: error.code, message: error.message }));
  process.exitCode = 1;
}`;

/**
 * Copies the bytes of a database file in a process of its own. Operating systems drop all locks a process has on a file
 * when that process closes it, however it was opened: a copy made here would end the lock that DuckDB holds.
 */
export async function copyFile(from: string, to: string, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) throw cancelled(signal.reason);
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, ["-e", script, from, to], {
    env: { ...env, ELECTRON_RUN_AS_NODE: "1" },
    stdio: ["ignore", "ignore", "pipe"],
    signal,
    killSignal: "SIGKILL",
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  await new Promise<void>((resolve, reject) => {
    child.on("error", (error) => {
      reject(signal?.aborted === true ? cancelled(error) : error);
    });
    child.on("close", (code, how) => {
      if (code === 0) resolve();
      else reject(how === null ? refusal(said) : cancelled(`the copy was ended by ${how}`));
    });
  });
}

/** What the operating system said to the other process, as if it had said it here. */
function refusal(said: string): Error {
  try {
    const { code, message } = JSON.parse(said) as { code: string; message: string };
    return Object.assign(new Error(message), { code });
  } catch {
    return new Error(`the copying process failed: ${said}`);
  }
}
