import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { benchDir } from "../measure/paths.js";
import { runProcess } from "../measure/run-process.js";

/** A Python environment of its own for one tool; below the bench, ignored by git. */
export interface Venv {
  readonly program: (name: string) => string;
  readonly install: (log: (text: string) => void) => Promise<void>;
}

/** Needs `python3` with its `venv` module (on Debian: `python3-venv`). The versions are pinned, so it is made once. */
export function venv(name: string, requirements: readonly string[]): Venv {
  const dir = path.join(benchDir, ".peers", name);
  const program = (file: string) => path.join(dir, "bin", file);
  return {
    program,
    install: async (log) => {
      if (existsSync(program(name))) return;
      log(`installing ${requirements.join(", ")} into ${path.relative(benchDir, dir)}`);
      rmSync(dir, { recursive: true, force: true });
      mkdirSync(path.dirname(dir), { recursive: true });
      await runProcess("python3", ["-m", "venv", dir]);
      await runProcess(program("pip"), [
        "install",
        "--quiet",
        "--disable-pip-version-check",
        ...requirements,
      ]);
    },
  };
}
