import { readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";

const DAY_MS = 86_400_000;

/** Removes folders `<prefix><process>-...` that processes left behind which were killed a day ago or more. */
export function removeAbandoned(dir: string, prefix: string): void {
  for (const name of readdirSync(dir)) {
    const id = name.startsWith(prefix) ? parseInt(name.slice(prefix.length), 10) : NaN;
    const folder = path.join(dir, name);
    if (!Number.isNaN(id) && isOld(folder) && !isAlive(id)) remove(folder);
  }
}

function isOld(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs >= DAY_MS;
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Another user's folder stays. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
}
