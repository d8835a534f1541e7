import { execFileSync } from "node:child_process";
import { defineConfig } from "vitest/config";
import type { Reporter } from "vitest/reporters";
import { longTests, runtimeProjects } from "./vitest.shared.js";

/** Test files of a pattern, as git knows them. */
function filesOf(pattern: string): number {
  const paths = ["ls-files", "--cached", "--others", "--exclude-standard", "--"];
  const files = execFileSync("git", [...paths, `:(glob)${pattern}`], { encoding: "utf8" });
  return files.split("\n").filter((file) => file.endsWith(".test.ts")).length;
}

/** A file that takes longer alone on a quiet machine is to be named `x.long.test.ts`. */
const longSeconds = 5;

/** Says at the end which files took long, and which did not run. */
const leftOut: Reporter = {
  onTestRunEnd(modules) {
    const taken = modules
      .map((module) => ({ module, seconds: module.diagnostic().duration / 1000 }))
      .filter(({ seconds }) => seconds > longSeconds)
      .sort((a, b) => b.seconds - a.seconds)
      .map(
        ({ module, seconds }) =>
          `  ${seconds.toFixed(1).padStart(6)} s  ${module.relativeModuleId}`,
      );
    const patterns = Object.entries(longTests).map(
      ([pattern, reason]) =>
        `  ${pattern.padEnd(22)} ${String(filesOf(pattern)).padStart(3)} files: ${reason}`,
    );
    const lines = [
      ...(taken.length > 0 ? [`Over ${String(longSeconds)} s:`, ...taken, ""] : []),
      "Left out:",
      ...patterns,
      "All of it: npm test. One folder: npx vitest run <folder>",
    ];
    console.log(`${lines.join("\n")}\n`);
  },
};

/** `npm run test:fast`: the tests that answer while one works, from sources. */
export default defineConfig({
  test: {
    reporters: ["default", leftOut],
    maxWorkers: "100%",
    projects: [
      ...runtimeProjects({ name: "fast", folders: ["packages/*"], ignore: Object.keys(longTests) }),
    ],
  },
});
