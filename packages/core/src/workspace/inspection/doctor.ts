import { accessSync, constants, statfsSync } from "node:fs";
import os from "node:os";
import { diagnoseWarehouse, failed } from "./diagnose-warehouse.js";
import type { Session } from "../../session/session.js";
import type { DoctorFinding, DoctorOptions } from "../workspace.js";

const GIB = 1024 ** 3;

/** Looks at machine, project, warehouse and state; changes something only where it is asked to mend. */
export async function diagnose(
  session: Session,
  options: DoctorOptions,
): Promise<readonly DoctorFinding[]> {
  return [
    ...machine(session),
    ...(await project(session)),
    ...(await diagnoseWarehouse(session, options)),
  ];
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
