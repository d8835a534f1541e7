import { raiseErrors } from "../base/errors/sluice-error.js";
import { loadProject } from "../project/load/load-project.js";
import type { Project } from "../model/project/project.js";
import type { WorkspaceOptions } from "../session/options.js";
import { hasErrors, viewSchemas } from "../session/loaded-project.js";
import { WarehouseOpening } from "../session/warehouse-opening.js";
import type { Workspace } from "./workspace.js";

/**
 * Loads a project and gives everything that can be done with it. The warehouse is opened (and locked) by the first call
 * that needs it, with `prepare` at once, and released by `close`. Raises `CONFIG.*` and `MODEL.*`.
 * @example
 * const workspace = await openWorkspace({ dir: "shop", checks: createCheckEngine() });
 * for await (const event of workspace.build()) console.log(event.type);
 * await workspace.close();
 */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  let opening: WarehouseOpening | undefined;
  const loading: Promise<Project> = loadProject({
    dir: options.dir ?? process.cwd(),
    target: options.target,
    environment: options.environment,
    vars: options.vars,
    env: options.env ?? process.env,
    now: options.now,
    clock: options.clock,
    onTarget: (target, dir) => {
      if (options.prepare !== true) return;
      const schemas = loading.then((project) => {
        raiseErrors(project.diagnostics);
        return viewSchemas(project);
      });
      // The caller meets the error of loading; the engine may never ask for the schemas.
      schemas.catch(() => undefined);
      opening = new WarehouseOpening({ target, dir, options, schemas });
      opening.start();
    },
  });
  try {
    const project = await loading;
    // Read only now: the engine opens the warehouse meanwhile.
    const { ProjectWorkspace } = await import("./project-workspace.js");
    if (!hasErrors(project)) return new ProjectWorkspace(project, options, opening);
    // The warehouse of a project at fault is opened by the first call that needs it.
    await opening?.close(false);
    return new ProjectWorkspace(project, options);
  } catch (error) {
    await opening?.close(false);
    throw error;
  }
}
