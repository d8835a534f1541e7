import type { ErrorCode } from "./error-table.js";
import { isSluiceError, SluiceError } from "./sluice-error.js";

/** A refusal of the operating system. */
export interface SystemFault {
  readonly code: Extract<ErrorCode, `SYSTEM.${string}`>;
  /** Completes "... cannot be read: ". */
  readonly reason: string;
}

const fault = (code: SystemFault["code"], reason: string): SystemFault => ({ code, reason });

const denied = fault("SYSTEM.PERMISSION", "this user has no permission");
const noFolder = fault("SYSTEM.PATH_INVALID", "a file stands where a folder is needed");

/** By the name of the error in POSIX. */
const faults: Readonly<Record<string, SystemFault>> = {
  EACCES: denied,
  EPERM: denied,
  EROFS: fault("SYSTEM.PERMISSION", "the file system is read-only"),
  ENOENT: fault("SYSTEM.NOT_FOUND", "it does not exist, or is a link that leads nowhere"),
  EISDIR: fault("SYSTEM.PATH_INVALID", "it is a folder"),
  ENOTDIR: noFolder,
  EEXIST: noFolder,
  ELOOP: fault("SYSTEM.PATH_INVALID", "its links lead in a circle"),
  ENAMETOOLONG: fault("SYSTEM.PATH_INVALID", "the name is too long"),
  EILSEQ: fault("SYSTEM.PATH_INVALID", "its name is not UTF-8"),
  EMFILE: fault("SYSTEM.TOO_MANY_FILES", "this process has too many files open"),
  ENFILE: fault("SYSTEM.TOO_MANY_FILES", "the machine has too many files open"),
  EFBIG: fault("SYSTEM.FILE_TOO_LARGE", "it would be larger than files may be"),
  ENOSPC: fault("SYSTEM.DISK_FULL", "the disk is full"),
  EDQUOT: fault("SYSTEM.DISK_FULL", "the disk quota is used up"),
  ENOMEM: fault("SYSTEM.EXHAUSTED", "the machine has no memory left"),
  EAGAIN: fault("SYSTEM.EXHAUSTED", "the machine has no processes or memory left"),
  EIO: fault("SYSTEM.FAILED", "the disk reported a fault"),
};

/** How the file system's libraries write a byte that is not UTF-8. */
const notUtf8 = "\uFFFD";

/** The refusal behind an error or one of its causes; undefined for errors of another origin. */
export function systemFault(error: unknown): SystemFault | undefined {
  const found = systemErrorOf(error);
  if (found === undefined) return undefined;
  const { code, path, message } = found;
  if (code === "ENOENT" && path?.includes(notUtf8) === true) return faults["EILSEQ"];
  return faults[code] ?? fault("SYSTEM.FAILED", message);
}

/** The refusal of a file or folder as the user's error; undefined for errors of another origin. */
export function systemError(
  error: unknown,
  about: { readonly file?: string | undefined; readonly cannotBe: "read" | "written" | "used" },
): SluiceError | undefined {
  const found = isSluiceError(error) ? undefined : systemFault(error);
  if (found === undefined) return undefined;
  const file = about.file ?? systemErrorOf(error)?.path;
  const { code, reason } = found;
  const subject = file ?? "A file or process of the system";
  return new SluiceError({
    code,
    message: `${subject} cannot be ${about.cannotBe}: ${reason}.`,
    where: file === undefined ? undefined : { file },
    cause: error,
  });
}

interface SystemErrorLike {
  readonly code: string;
  readonly path?: string | undefined;
  readonly message: string;
}

/** The error of a system call, which Node marks by a code such as `ENOSPC`, among the causes of an error. */
function systemErrorOf(error: unknown): SystemErrorLike | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const code = "code" in at ? at.code : undefined;
    if (typeof code !== "string" || !/^E[A-Z0-9]+$/.test(code)) continue;
    const path = "path" in at && typeof at.path === "string" ? at.path : undefined;
    return { code, path, message: at.message };
  }
  return undefined;
}
