import type { BackupManifest } from "./backup-manifest.js";

/** How a backup is made. */
export interface BackupRequest {
  /** File to write, or a folder (one that exists, or a name that ends with a slash), where it gets a name with the time. */
  readonly to: string;
  /** Replace a backup of that name. @default false */
  readonly force?: boolean | undefined;
  /** Leave out the space of the warehouse that is not used. @default false */
  readonly compact?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A backup that was made. */
export interface Backup {
  /** Absolute path. */
  readonly file: string;
  /** Absolute path of the manifest beside it. */
  readonly manifestFile: string;
  readonly manifest: BackupManifest;
}

/** How a backup is put back. */
export interface RestoreRequest {
  /** The backup's file. */
  readonly from: string;
  /** Compare it with its manifest. Without, any file of the engine with a state that is known will do. @default true */
  readonly verify?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A warehouse that was put back. */
export interface Restored {
  /** Absolute path of the backup. */
  readonly from: string;
  /** Absolute path under which the replaced warehouse is kept; undefined when there was none. */
  readonly kept?: string | undefined;
  /** Undefined when it was not asked for. */
  readonly manifest?: BackupManifest | undefined;
}
