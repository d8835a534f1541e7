import { spawn } from "node:child_process";
import { environment, main, type Ran } from "./sluice.js";

/** Runs a command line of the shell; `sluice` is the built command. */
export async function inShell(script: string, cwd: string): Promise<Ran> {
  const sluice = `sluice() { "${process.execPath}" "${main}" "$@"; }`;
  const child = spawn("bash", ["-c", `${sluice}\n${script}`], { cwd, env: environment() });
  const out = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (out.stderr += text));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, ...out };
}

/** The codes of the errors that were told. */
export const told = (stderr: string) =>
  [...stderr.matchAll(/^error ([A-Z.0-9_]+)/gm)].map(([, c]) => c);
