import { SluiceError } from "../../base/errors/sluice-error.js";
import type { Session } from "../../session/session.js";
import type { WarehouseFiles, WarehouseSpace } from "../../warehouse/warehouse-adapter.js";
import { filesOf } from "./backup.js";
import { copyDifference } from "./copy-difference.js";
import { listContent } from "./backup-manifest.js";

/** How a warehouse is compacted. */
export interface CompactRequest {
  /** Says what there is to gain and changes nothing. @default false */
  readonly dryRun?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Room that a warehouse took before it was compacted, and takes since; the same where nothing was to do. */
export interface Compacted {
  readonly before: WarehouseSpace;
  readonly after: WarehouseSpace;
}

/**
 * Rewrites the file of the warehouse without its unused space: a copy is made beside it, read back and compared, and takes
 * its place in one step. Raises `CAPABILITY.UNSUPPORTED` for a warehouse that is no file.
 */
export async function compactWarehouse(
  session: Session,
  { dryRun = false, signal }: CompactRequest,
): Promise<Compacted> {
  const files = filesOf(session);
  const before = await spaceOf(session);
  if (dryRun || before.unused === 0) return { before, after: before };
  await session.releaseWarehouse();
  await rewrite(session, files, signal);
  return { before, after: await spaceOf(session) };
}

async function spaceOf(session: Session): Promise<WarehouseSpace> {
  const warehouse = await session.warehouse();
  return (await warehouse.space?.()) ?? { bytes: 0, unused: 0 };
}

async function rewrite(
  session: Session,
  files: WarehouseFiles,
  signal: AbortSignal | undefined,
): Promise<void> {
  const open = { ...session.openOptions, signal: signal ?? session.options.signal };
  if (files.compact === undefined) throw unsupported(session);
  await files.compact({
    ...open,
    verify: async (source, file) => {
      const difference = await copyDifference(file, await listContent(source), { files, open });
      if (difference !== undefined) throw unlike(difference);
    },
  });
}

function unsupported({ project }: Session): SluiceError {
  return new SluiceError({
    code: "CAPABILITY.UNSUPPORTED",
    message: `The engine of the target ${project.target.name} cannot compact its file.`,
    hints: ["Use what the engine itself has for that."],
  });
}

function unlike(difference: string): SluiceError {
  return new SluiceError({
    code: "ADAPTER.CORRUPT",
    message: `The compacted copy was not put in place: read back, ${difference}.`,
    hints: ["The warehouse is as it was. Look after the disk, then try again."],
  });
}
