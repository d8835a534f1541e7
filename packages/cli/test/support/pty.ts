import { spawn, spawnSync } from "node:child_process";
import { onTestFinished } from "vitest";
import { environment } from "./sluice.js";

/** True when this machine has the command. */
export function hasCommand(name: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${name}`]).status === 0;
}

/** Makes pseudo-terminals; `script` of util-linux, which not every machine has. */
export const hasPty =
  process.platform === "linux" &&
  spawnSync("script", ["-qec", "true", "/dev/null"], { stdio: "ignore" }).status === 0;

export interface PtyOptions {
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Keys to press: each once the terminal has shown the text before it. */
  readonly keys?: readonly (readonly [after: string, press: string])[];
}

/** What a terminal was sent, and how the command ended. */
export interface PtyRan {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a shell command on a terminal of its own. */
export async function onTerminal(command: string, options: PtyOptions): Promise<PtyRan> {
  const { cwd, columns = 80, rows = 24, env = {}, keys = [] } = options;
  const sized = `stty cols ${String(columns)} rows ${String(rows)}; ${command}`;
  const child = spawn("script", ["-qec", sized, "/dev/null"], {
    cwd,
    env: environment({ TERM: "xterm-256color", SHELL: "/bin/sh", ...env }),
  });
  onTestFinished(() => void child.kill());
  // What was shown until then tells more than a test that merely times out.
  const patience = setTimeout(() => child.kill(), 20_000);
  let output = "";
  let seen = 0;
  const waiting = [...keys];
  const press = () => {
    const [next] = waiting;
    if (!next) return;
    const at = output.indexOf(next[0], seen);
    if (at < 0) return;
    seen = at + next[0].length;
    waiting.shift();
    child.stdin.write(next[1]);
    press();
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    press();
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearTimeout(patience);
  return { code, output };
}
