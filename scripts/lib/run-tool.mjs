import { spawn } from "node:child_process";
import { toolEnv } from "./workspace.mjs";

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options `env` stands in for the workspace's own.
 * @returns {Promise<string>} standard output
 * @throws {Error} with the command and all of its output, when it fails
 */
export function runTool(command, args, { cwd, env = toolEnv({ NO_COLOR: "1" }) }) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let stdout = "";
    let output = "";
    child.stdout.on("data", (chunk) => {
      stdout += String(chunk);
      output += String(chunk);
    });
    child.stderr.on("data", (chunk) => (output += String(chunk)));
    child.on("error", (error) => fail(new Error(`${command}: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) done(stdout);
      else fail(new Error(`${[command, ...args].join(" ")} ended with ${code}:\n${output.trim()}`));
    });
  });
}
