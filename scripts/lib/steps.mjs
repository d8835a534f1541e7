import { spawn } from "node:child_process";
import { toolEnv, workspaceRoot } from "./workspace.mjs";

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly [string, ...string[]]} command
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [show] Pass the command's output through instead of keeping it for a failure.
 * @property {readonly string[]} [needs] Steps without whose success this one has nothing to judge.
 */

/**
 * @typedef {object} StepResult
 * @property {string} name
 * @property {"passed" | "failed" | "skipped"} status
 * @property {number} seconds
 */

const heartbeatSeconds = 10;
const tty = process.stdout.isTTY === true;
const colors = tty && !process.env["NO_COLOR"];
/** @type {(code: number) => (text: string) => string} */
const paint = (code) => (text) => (colors ? `\u001b[${code}m${text}\u001b[0m` : text);
const green = paint(32);
const red = paint(31);
const dim = paint(2);

/**
 * Runs the steps in order, each with its elapsed time; a failure does not stop the others.
 * @param {readonly Step[]} steps
 * @returns {Promise<StepResult[]>}
 */
export async function runSteps(steps) {
  /** @type {StepResult[]} */
  const results = [];
  for (const [index, step] of steps.entries()) {
    const label = `[${index + 1}/${steps.length}] ${step.name}`;
    const missing = (step.needs ?? []).find(
      (name) => results.find((result) => result.name === name)?.status !== "passed",
    );
    if (missing) {
      console.log(`${red("-")} ${label} ${dim(`not run: ${missing} did not pass`)}`);
      results.push({ name: step.name, status: "skipped", seconds: 0 });
      continue;
    }
    results.push(await runStep(step, label));
  }
  return results;
}

/**
 * @param {Step} step
 * @param {string} label
 * @returns {Promise<StepResult>}
 */
async function runStep(step, label) {
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1000;
  const live = tty && !step.show;
  if (!live) console.log(`${dim("▸")} ${label}`);
  const timer = setInterval(
    () => {
      if (live) process.stdout.write(`\r${dim("▸")} ${label} ${dim(formatSeconds(elapsed()))}`);
      else console.log(dim(`  … ${step.name}, ${formatSeconds(elapsed())} so far`));
    },
    (live ? 1 : heartbeatSeconds) * 1000,
  );
  const { ok, output } = await execute(step);
  clearInterval(timer);
  if (live) process.stdout.write("\r\u001b[K");
  const seconds = elapsed();
  if (!ok && output) console.log(output.trimEnd().replace(/^/gm, "    "));
  console.log(`${ok ? green("✓") : red("✗")} ${label} ${dim(formatSeconds(seconds))}`);
  return { name: step.name, status: ok ? "passed" : "failed", seconds };
}

/**
 * @param {Step} step
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
function execute({ command: [program, ...args], cwd = workspaceRoot, env, show = false }) {
  return new Promise((done) => {
    let output = "";
    const child = spawn(program, args, {
      cwd,
      env: toolEnv(env),
      stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
      shell: process.platform === "win32",
    });
    child.stdout?.on("data", (chunk) => (output += String(chunk)));
    child.stderr?.on("data", (chunk) => (output += String(chunk)));
    child.on("error", (error) => done({ ok: false, output: `${program}: ${error.message}` }));
    child.on("close", (code) => done({ ok: code === 0, output }));
  });
}

/**
 * @param {number} seconds
 * @returns {string}
 */
export function formatSeconds(seconds) {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * The results as a table, one line a step.
 * @param {readonly StepResult[]} results
 * @returns {string}
 */
export function summaryTable(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  const marks = { passed: green("✓"), failed: red("✗"), skipped: red("-") };
  return results
    .map(
      ({ name, status, seconds }) =>
        `${marks[status]} ${name.padEnd(width)}  ${status.padEnd(7)}  ${formatSeconds(seconds).padStart(9)}`,
    )
    .join("\n");
}
