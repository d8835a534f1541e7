import { stat } from "node:fs/promises";
import path from "node:path";
import { isSluiceError } from "../../base/errors/sluice-error.js";
import type { OpenOptions, WarehouseFiles } from "../../warehouse/warehouse-adapter.js";
import { filesOf } from "./backup.js";
import {
  contentDifference,
  digestFile,
  invalidBackup,
  listContent,
  readManifest,
  type BackupManifest,
} from "./backup-manifest.js";
import type { Restored, RestoreRequest } from "./backup-request.js";
import type { Session } from "../../session/session.js";
import { refuseOtherProject } from "../../state/owner.js";
import { SqlStateStore } from "../../state/sql-state-store.js";

/**
 * Puts a backup in the place of the warehouse. The warehouse is held first; then a copy of the backup is compared with its
 * manifest and opened, and only then, in one step, takes the place.
 */
export async function restoreProject(session: Session, request: RestoreRequest): Promise<Restored> {
  const files = filesOf(session);
  const from = path.resolve(request.from);
  const manifest = await expectedContent(session, from, request.verify !== false);
  await session.releaseWarehouse();
  const open = { ...session.openOptions, signal: request.signal ?? session.options.signal };
  await refuseOthers(session, open);
  const accept = async (copy: string): Promise<void> => {
    if (manifest) await compareBytes(copy, { from, manifest });
    await lookInside(session, copy, { files, open, from, manifest });
  };
  const { kept } = await files.restore(from, { ...open, accept });
  return { from, kept, manifest };
}

/** Raises `STATE.OTHER_PROJECT` where the warehouse in place is of another project. One that cannot be opened is replaced. */
async function refuseOthers({ project, claim }: Session, open: OpenOptions): Promise<void> {
  const options = { ...open, readOnly: true, emptyIfMissing: true };
  const current = await project.target.engine.open(options).catch((error: unknown) => {
    if (isSluiceError(error) && error.code === "ADAPTER.LOCKED") throw error;
    return undefined;
  });
  if (current === undefined) return;
  await refuseOtherProject(current, claim).finally(() => current.close());
}

/** What the manifest says, which must be of this project and engine. */
async function expectedContent(
  { project }: Session,
  from: string,
  verify: boolean,
): Promise<BackupManifest | undefined> {
  const found = await stat(from).catch(() => undefined);
  if (found?.isFile() !== true) throw invalidBackup(from, "there is no such file");
  if (!verify) return undefined;
  const manifest = await readManifest(from);
  if (manifest.project !== project.name)
    throw invalidBackup(from, `it is of the project ${manifest.project}`);
  const engine = (text: string) => text.split(" ")[0];
  if (engine(manifest.engine) !== engine(project.target.engine.engine))
    throw invalidBackup(from, `it was made by ${manifest.engine}`);
  return manifest;
}

interface Expected {
  readonly from: string;
  readonly manifest: BackupManifest;
}

async function compareBytes(copy: string, { from, manifest }: Expected): Promise<void> {
  const found = await digestFile(copy);
  if (found.bytes !== manifest.bytes)
    throw invalidBackup(
      from,
      `it has ${String(found.bytes)} bytes instead of ${String(manifest.bytes)}`,
    );
  if (found.sha256 !== manifest.sha256)
    throw invalidBackup(from, "its checksum is not that of its manifest");
}

/** Opens the copy. Raises `STATE.NEWER` for a state that a later Sluice wrote. */
async function lookInside(
  session: Session,
  copy: string,
  using: {
    readonly files: WarehouseFiles;
    readonly open: OpenOptions;
    readonly from: string;
    readonly manifest: BackupManifest | undefined;
  },
): Promise<void> {
  const { files, open, from, manifest } = using;
  const opened = await files.open(copy, open).catch((error: unknown) => {
    if (isSluiceError(error) && /^ADAPTER\.(CORRUPT|CONNECT)$/.test(error.code))
      throw invalidBackup(from, "it cannot be opened as a database", error);
    throw error;
  });
  try {
    const { dialect } = session.project.target.engine;
    await new SqlStateStore({ dialect, open: () => Promise.resolve(opened) }).history(1);
    const content = await listContent(opened);
    const difference = manifest && contentDifference(manifest.relations, content);
    if (difference !== undefined) throw invalidBackup(from, difference);
  } finally {
    await opened.close();
  }
}
