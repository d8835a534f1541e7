import path from "node:path";
import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import { placeInFile } from "../../model/source-text.js";
import { untrackedInputs } from "./untracked-inputs.js";

/**
 * Warnings about a generator's inputs whose changes leave its rows as they are: one for each file of its module, at the
 * first place.
 */
export function untrackedWarnings(
  files: ReadonlyMap<string, string>,
  of: { readonly model: string; readonly projectDir: string },
): readonly Diagnostic[] {
  return [...files].flatMap(([absolute, fileText]) => {
    const inputs = untrackedInputs(fileText);
    const [first] = inputs;
    if (first === undefined) return [];
    const file = path.relative(of.projectDir, absolute).split(path.sep).join("/");
    const found = [...new Set(inputs.map(({ what }) => what))].join(", ");
    return diagnostic({
      code: "MODEL.INPUT_NOT_TRACKED",
      severity: "warning",
      message: `The generator of ${of.model} ${found}: ${of.model} is not built again when these change.`,
      where: placeInFile({ file, fileText }, first.start, of.model),
      hints: [
        "Import the file by its relative path, or give `version` and raise it with each change.",
      ],
    });
  });
}
