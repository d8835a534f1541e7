import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Message, WorkerOptions } from "./protocol.js";

/** Where the bundled adapter finds its native library. */
const engineModules = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  "../../../adapter-duckdb/node_modules",
);

/** How a process ended. */
export interface Ended {
  /** Ended by SIGKILL, its own or ours. */
  readonly killed: boolean;
  readonly code: number | null;
  readonly messages: readonly Message[];
  readonly stderr: string;
}

/** A process at work. */
export interface RunningWorker {
  readonly pid: number;
  /** Resolves with the first message that fits; rejects when the process ends without one. */
  said(fits: (message: Message) => boolean): Promise<Message>;
  kill(): void;
  readonly ended: Promise<Ended>;
}

/** Starts a command in a process of its own. */
export function startWorker(script: string, options: WorkerOptions): RunningWorker {
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_PATH: engineModules, SLUICE_FAILPOINT: options.failpoint },
  });
  const messages: Message[] = [];
  const listeners = new Set<(message: Message | undefined) => void>();
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const message = parse(line);
    if (!message) return;
    messages.push(message);
    for (const listener of listeners) listener(message);
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => {
      for (const listener of listeners) listener(undefined);
      resolve({ killed: signal === "SIGKILL", code, messages, stderr });
    });
  });
  return {
    pid: child.pid ?? -1,
    said: (fits) =>
      new Promise((resolve, reject) => {
        const known = messages.find(fits);
        if (known) {
          resolve(known);
          return;
        }
        const listener = (message: Message | undefined): void => {
          if (message && !fits(message)) return;
          listeners.delete(listener);
          if (message) resolve(message);
          else reject(new Error(`the process ended without saying it: ${stderr}`));
        };
        listeners.add(listener);
      }),
    kill: () => void child.kill("SIGKILL"),
    ended,
  };
}

/** A killed process may leave half a line. */
function parse(line: string): Message | undefined {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return undefined;
  }
}
