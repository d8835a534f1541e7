import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** How to run a process. */
export interface ProcessOptions {
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Exit codes that are no failure. @default [0] */
  readonly allowed?: readonly number[] | undefined;
}

/** What a process did. */
export interface ProcessResult {
  /** From before the start until its pipes were closed. */
  readonly milliseconds: number;
  /** Greatest resident set of the process itself, without its children; Linux only. */
  readonly peakMegabytes?: number | undefined;
  readonly stdout: string;
}

/** The system keeps the peak; it only has to be read shortly before the end. */
const pollMilliseconds = 10;

/** Runs a program to its end. Rejects with its output when it fails. */
export function runProcess(
  program: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
    let peak: number | undefined;
    const timer = setInterval(() => (peak = peakOf(child.pid) ?? peak), pollMilliseconds);
    child.on("error", (error) => {
      clearInterval(timer);
      reject(error);
    });
    child.on("close", (code) => {
      clearInterval(timer);
      const milliseconds = performance.now() - started;
      if (code !== null && (options.allowed ?? [0]).includes(code)) {
        resolve({ milliseconds, peakMegabytes: peak, stdout: output.stdout });
      } else {
        const command = [program, ...args].join(" ");
        reject(new Error(`${command} ended with ${code}:\n${output.stdout}${output.stderr}`));
      }
    });
  });
}

/** `node` with these arguments. */
export function runNode(args: readonly string[], options?: ProcessOptions): Promise<ProcessResult> {
  return runProcess(process.execPath, args, options);
}

function peakOf(pid: number | undefined): number | undefined {
  if (pid === undefined || process.platform !== "linux") return undefined;
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined; // It has ended.
  }
}
