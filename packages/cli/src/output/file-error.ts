import { SluiceError } from "@sluice/core";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "the file system is read-only",
  EISDIR: "it is a folder",
  EEXIST: "a file stands where a folder is needed",
  ENOTDIR: "a file stands where a folder is needed",
  ENOENT: "the folder cannot be made",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENAMETOOLONG: "the name is too long",
};

/** What the operating system said about a file the user named, as the user's error; other errors stay as they are. */
export function cannotWrite(file: string, cause: unknown): unknown {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const reason = reasons[code];
  if (reason === undefined) return cause;
  return new SluiceError({
    code: "CLI.USAGE",
    message: `${file} cannot be written: ${reason}.`,
    hints: [code === "ENOSPC" || code === "EDQUOT" ? "Make room." : "Choose another path."],
    cause,
  });
}
