import { stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { WarehouseFiles } from "../../warehouse/warehouse-adapter.js";
import { SluiceError } from "../../base/errors/sluice-error.js";
import { replaceFile } from "../../base/replace-file.js";
import {
  digestFile,
  listContent,
  manifestPath,
  stateLayout,
  type BackupManifest,
} from "./backup-manifest.js";
import { copyDifference } from "./copy-difference.js";
import type { Backup, BackupRequest } from "./backup-request.js";
import type { Session } from "../../session/session.js";
import { refuseOtherProject } from "../../state/owner.js";

/**
 * Copies the warehouse, state included, to a file with a manifest beside it, and reads the copy back before either has its
 * name. Nobody writes the warehouse meanwhile.
 */
export async function backupProject(session: Session, request: BackupRequest): Promise<Backup> {
  const files = filesOf(session);
  const file = await fileName(session, request.to, files.extension);
  const manifestFile = manifestPath(file);
  if (request.force !== true) await refuseExisting([file, manifestFile]);
  await session.releaseWarehouse();
  const open = { ...session.openOptions, signal: request.signal ?? session.options.signal };
  const manifest = await replaceFile(file, async (partial) => {
    let relations: BackupManifest["relations"] = [];
    let state: number | null = null;
    await files.backup(partial, {
      ...open,
      compact: request.compact,
      verify: async (source) => {
        await refuseOtherProject(source, session.claim);
        relations = await listContent(source);
        state = await stateLayout(source, relations);
        const difference = await copyDifference(partial, relations, { files, open });
        if (difference !== undefined) throw unlike(file, difference);
      },
    });
    const { name, target } = session.project;
    const made: BackupManifest = {
      version: 1,
      project: name,
      target: target.name,
      engine: target.engine.engine,
      state,
      created: new Date().toISOString(),
      file: path.basename(file),
      ...(await digestFile(partial)),
      relations,
    };
    return made;
  });
  await replaceFile(manifestFile, (partial) =>
    writeFile(partial, `${JSON.stringify(manifest, undefined, 2)}\n`),
  );
  return { file, manifestFile, manifest };
}

/** Raises `CAPABILITY.UNSUPPORTED` for a warehouse that is no file. */
export function filesOf({ project }: Session): WarehouseFiles {
  const { engine, name } = project.target;
  if (engine.capabilities.backup === true && engine.files !== undefined) return engine.files;
  throw new SluiceError({
    code: "CAPABILITY.UNSUPPORTED",
    message: `The warehouse of the target ${name} (${engine.location}) is no file, so it cannot be copied or put back as one.`,
    hints: ["Use the backups of the engine itself."],
  });
}

async function fileName({ project }: Session, to: string, extension: string): Promise<string> {
  const isFolder = /[/\\]$/.test(to) || (await stat(to).catch(() => undefined))?.isDirectory();
  if (isFolder !== true) return path.resolve(path.extname(to) === "" ? `${to}${extension}` : to);
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  return path.resolve(to, `${project.name}-${project.target.name}-${time}${extension}`);
}

async function refuseExisting(files: readonly string[]): Promise<void> {
  for (const file of files) {
    if ((await stat(file).catch(() => undefined)) === undefined) continue;
    throw new SluiceError({
      code: "STATE.BACKUP_EXISTS",
      message: `${file} exists.`,
      hints: ["Choose another name, or pass `--force` to replace it."],
    });
  }
}

function unlike(file: string, difference: string): SluiceError {
  return new SluiceError({
    code: "ADAPTER.CORRUPT",
    message: `The backup ${file} was not kept: read back, ${difference}.`,
    hints: ["Look after the disk, then make it again."],
  });
}
