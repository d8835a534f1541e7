import { Option } from "commander";

/** `--force`, `--rebuild` and `--forward-only`. */
export function rebuildOptions(): Option[] {
  return [
    new Option("-f, --force", "build the selected views and tables even when nothing changed"),
    new Option(
      "--rebuild",
      "the same, and incremental tables begin anew: the plan lists the rows that may be lost",
    ),
    new Option(
      "--forward-only",
      "edited tables that are kept keep their rows; the new query counts from now on",
    ),
  ];
}

/** `--shared`. */
export function sharedOption(): Option {
  return new Option(
    "--shared",
    "restate tables that other environments show too, and change them for all",
  );
}
