import { execFileSync } from "node:child_process";
import { defineConfig } from "vitest/config";
import type { Reporter } from "vitest/reporters";
import { longTests, runtimeProject } from "./vitest.shared.js";

/** Test files of a pattern, as git knows them. */
function filesOf(pattern: string): number {
  const paths = ["ls-files", "--cached", "--others", "--exclude-standard", "--"];
  const files = execFileSync("git", [...paths, `:(glob)${pattern}`], { encoding: "utf8" });
  return files.split("\n").filter((file) => file.endsWith(".test.ts")).length;
}

/** Says at the end which tests did not run. */
const leftOut: Reporter = {
  onTestRunEnd() {
    const lines = Object.entries(longTests).map(
      ([pattern, reason]) => `  ${pattern.padEnd(22)} ${filesOf(pattern)} files: ${reason}`,
    );
    console.log(
      ["Left out:", ...lines, "All of it: npm test. One folder: npx vitest run <folder>", ""].join(
        "\n",
      ),
    );
  },
};

/** `npm run test:fast`: the tests that answer while one works, from sources. */
export default defineConfig({
  test: {
    reporters: ["default", leftOut],
    maxWorkers: "100%",
    projects: [
      runtimeProject({ name: "fast", folders: ["packages/*"], ignore: Object.keys(longTests) }),
    ],
  },
});
