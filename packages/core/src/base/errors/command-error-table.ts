import type { ErrorEntry } from "./error-entry.js";

/** Codes of the command line: what is typed, and what commands print and write. */
export const commandErrorTable = {
  "OUTPUT.WRITE_FAILED": {
    meaning:
      "What a command prints or writes did not reach its file or standard output whole. A file that was there before is unchanged.",
    next: "Make room or choose another path, and run the command again.",
  },
  "CLI.USAGE": {
    meaning: "The command line is wrong.",
    next: "See `sluice <command> --help`.",
  },
  "CLI.SELECTION_EMPTY": {
    meaning: "A selection matches nothing.",
    next: "See `sluice ls` for the names; the message lists near ones.",
  },
  "CLI.SELECTION_INVALID": {
    meaning: "A selection does not follow the grammar.",
    next: "See `sluice ls --help` for examples.",
  },
  "CLI.EXISTS": {
    meaning: "`init` would overwrite files.",
    next: "Choose an empty folder.",
  },
} as const satisfies Record<string, ErrorEntry>;
