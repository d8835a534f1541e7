import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const workspaceRoot = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The environment for the workspace's tools: their binaries on the PATH, telemetry off.
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnv(extra = {}) {
  const path = [join(workspaceRoot, "node_modules", ".bin"), process.env["PATH"] ?? ""];
  return {
    ...process.env,
    PATH: path.join(delimiter),
    TURBO_TELEMETRY_DISABLED: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
    DO_NOT_TRACK: "1",
    ...extra,
  };
}
