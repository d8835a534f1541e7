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
  /** Processor time of all its threads: moved less by what else the machine does. Linux only. */
  readonly cpuSeconds?: number | undefined;
  readonly stdout: string;
}

/** The system keeps the totals; they only have to be read shortly before the end. */
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
    let used: Usage = {};
    const timer = setInterval(() => (used = usageOf(child.pid) ?? used), pollMilliseconds);
    child.on("error", (error) => {
      clearInterval(timer);
      reject(error);
    });
    child.on("close", (code) => {
      clearInterval(timer);
      const milliseconds = performance.now() - started;
      if (code !== null && (options.allowed ?? [0]).includes(code)) {
        resolve({ milliseconds, ...used, stdout: output.stdout });
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

type Usage = Pick<ProcessResult, "peakMegabytes" | "cpuSeconds">;

/** Clock ticks a second in /proc, on every Linux in use. */
const ticks = 100;

function usageOf(pid: number | undefined): Usage | undefined {
  if (pid === undefined || process.platform !== "linux") return undefined;
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // After the program's name in parentheses: the state, then numbers; user and system time are the 12th and 13th.
    const [user, system] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 13);
    if (kilobytes === undefined) return undefined; // It is ending and has given its memory back.
    return {
      peakMegabytes: Number(kilobytes) / 1024,
      cpuSeconds: (Number(user) + Number(system)) / ticks,
    };
  } catch {
    return undefined; // It has ended.
  }
}
