import type { ErrorEntry } from "./error-entry.js";

/** Codes of the machine: what the operating system refuses. */
export const systemErrorTable = {
  "SYSTEM.NOT_FOUND": {
    meaning: "A file or folder that a command needs is not there, or a link to it leads nowhere.",
    next: "Put the file there, or correct the path or the link.",
  },
  "SYSTEM.PERMISSION": {
    meaning: "The operating system refuses this user a file or folder.",
    next: "Give this user the permission (`ls -l` shows who has it), or run as a user that has it.",
  },
  "SYSTEM.PATH_INVALID": {
    meaning:
      "A path cannot be used: a folder stands where a file is needed or the other way round, its links lead in a circle, or its name is too long or not UTF-8.",
    next: "Rename, move or remove what stands at the path shown.",
  },
  "SYSTEM.TOO_MANY_FILES": {
    meaning: "The process or the machine has as many files open as it may.",
    next: "Raise the limit, such as by `ulimit -n 4096`, and run again.",
  },
  "SYSTEM.FILE_TOO_LARGE": {
    meaning: "A file would become larger than the process or the file system allows.",
    next: "Raise the limit, such as by `ulimit -f unlimited`, or write to another file system.",
  },
  "SYSTEM.DISK_FULL": {
    meaning: "A disk or quota has no room for a file of the project or of the machine.",
    next: "Make room and run again.",
  },
  "SYSTEM.EXHAUSTED": {
    meaning: "The machine has no memory or processes left for the command.",
    next: "End other programs or raise the limits of the machine or container, then run again.",
  },
  "SYSTEM.FAILED": {
    meaning: "The operating system reported a fault of another kind.",
    next: "Look after the disk or network drive that the path is on; the message has the system's own words.",
  },
} as const satisfies Record<string, ErrorEntry>;
