import { loadProject } from "../load/load-project.js";
import { ProjectWorkspace } from "./project-workspace.js";
import type { WorkspaceOptions } from "./options.js";
import type { Workspace } from "./workspace.js";

/**
 * Loads a project and gives everything that can be done with it. The warehouse is opened (and locked) by the first call
 * that needs it and released by `close`. Raises `CONFIG.*` and `MODEL.*`.
 * @example
 * const workspace = await openWorkspace({ dir: "shop", checks: createCheckEngine() });
 * for await (const event of workspace.build()) console.log(event.type);
 * await workspace.close();
 */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const project = await loadProject({
    dir: options.dir ?? process.cwd(),
    target: options.target,
    environment: options.environment,
    vars: options.vars,
    env: options.env ?? process.env,
    now: options.now,
    clock: options.clock,
  });
  return new ProjectWorkspace(project, options);
}
