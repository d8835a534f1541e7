import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { RawFiles } from "./raw-files.js";

/**
 * Writes the files when the module at `moduleUrl` is the program that runs: `--rows` and `--seed` for another size, `--out`
 * for another folder than the module's own.
 */
export function writeWhenRun(files: RawFiles, moduleUrl: string): void {
  const program = fileURLToPath(moduleUrl);
  if (process.argv[1] !== program) return;
  const { values } = parseArgs({
    options: { rows: { type: "string" }, seed: { type: "string" }, out: { type: "string" } },
  });
  files.write(values.out ?? path.dirname(program), {
    ...(values.rows !== undefined && { rows: Number(values.rows) }),
    ...(values.seed !== undefined && { seed: Number(values.seed) }),
  });
}
