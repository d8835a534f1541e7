import { accessSync, constants, statfsSync } from "node:fs";
import os from "node:os";
import { isSluiceError } from "../errors/sluice-error.js";
import { existingRelations } from "./existing-relations.js";
import type { Session } from "./session.js";
import type { DoctorFinding } from "./workspace.js";

const GIB = 1024 ** 3;

/** Looks at machine, project, warehouse and state. Finds, never changes anything. */
export async function diagnose(session: Session): Promise<readonly DoctorFinding[]> {
  return [...machine(session), ...(await project(session)), ...(await warehouse(session))];
}

function machine(session: Session): readonly DoctorFinding[] {
  const free = statfsSync(session.project.dir);
  const freeGib = (free.bavail * free.bsize) / GIB;
  return [
    {
      check: "node",
      status: "ok",
      detail: `${process.version} on ${process.platform} ${process.arch}`,
    },
    {
      check: "memory",
      status: "ok",
      detail: `${(os.totalmem() / GIB).toFixed(1)} GiB, ${(os.freemem() / GIB).toFixed(1)} GiB free`,
    },
    {
      check: "disk",
      status: freeGib < 1 ? "warning" : "ok",
      detail: `${freeGib.toFixed(1)} GiB free in ${session.project.dir}`,
      ...(freeGib < 1 ? { hint: "Make room before a large build." } : {}),
    },
    writable(session.project.dir),
  ];
}

function writable(dir: string): DoctorFinding {
  try {
    accessSync(dir, constants.W_OK);
    return { check: "folder", status: "ok", detail: `${dir} can be written` };
  } catch {
    return {
      check: "folder",
      status: "error",
      detail: `${dir} cannot be written`,
      hint: "Correct its permissions.",
    };
  }
}

async function project(session: Session): Promise<readonly DoctorFinding[]> {
  const { name, target, models, sources } = session.project;
  const counts = `${String(models.size)} models, ${String(sources.size)} sources`;
  const loaded: DoctorFinding = {
    check: "project",
    status: "ok",
    detail: `${name}: ${counts}, target ${target.name}`,
  };
  try {
    const { diagnostics } = await session.validation();
    const errors = diagnostics.filter((d) => d.severity === "error").length;
    const found: DoctorFinding =
      errors === 0
        ? { check: "validation", status: "ok", detail: "every model binds" }
        : {
            check: "validation",
            status: "error",
            detail: `${String(errors)} errors`,
            hint: "Run `sluice validate`.",
          };
    return [loaded, found];
  } catch (error) {
    return [loaded, failed("validation", error, "Run `sluice validate`.")];
  }
}

async function warehouse(session: Session): Promise<readonly DoctorFinding[]> {
  const { engine } = session.project.target;
  const where: DoctorFinding = {
    check: "engine",
    status: "ok",
    detail: `${engine.engine}, ${engine.location}`,
  };
  try {
    const open = await session.warehouse();
    const graph = await session.graph();
    const existing = await existingRelations(graph, open);
    if (existing.physical.size === 0)
      return [where, { check: "state", status: "ok", detail: "nothing built yet" }];
    await session.state.ensure(open);
    const state = await session.state.read(open, session.project.environment);
    const dangling = [...state.published.values()].filter(
      (p) => !existing.physical.has(p.physical.toLowerCase()),
    );
    const published: DoctorFinding =
      dangling.length === 0
        ? {
            check: "state",
            status: "ok",
            detail: `${String(state.published.size)} models published`,
          }
        : {
            check: "state",
            status: "error",
            detail: `relations are missing for ${dangling.map((p) => p.model).join(", ")}`,
            hint: "Run `sluice build`; it builds what is missing.",
          };
    return [where, published];
  } catch (error) {
    return [where, failed("warehouse", error, "See the message; nothing was changed.")];
  }
}

function failed(check: string, error: unknown, hint: string): DoctorFinding {
  const detail = isSluiceError(error) ? `${error.code}: ${error.message}` : String(error);
  return {
    check,
    status: "error",
    detail,
    hint: (isSluiceError(error) ? error.hints[0] : undefined) ?? hint,
  };
}
