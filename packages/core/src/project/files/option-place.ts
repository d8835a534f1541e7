import type { Place } from "../../base/errors/sluice-error.js";
import type { Model, Source } from "../../model/model.js";
import { placeInFile } from "../../model/source-text.js";

/** The place of an option of a seed or source, where its key stands once in the file; else the file. */
export function placeOfOption({ source, path, name }: Model | Source, key: string): Place {
  const pattern = new RegExp(`(?<=^|[\\s{,]["']?)${key}(?=["']?\\s*:)`, "gm");
  const [first, ...others] = source.fileText.matchAll(pattern);
  return first === undefined || others.length > 0
    ? { file: path, model: name }
    : placeInFile(source, first.index, name);
}
