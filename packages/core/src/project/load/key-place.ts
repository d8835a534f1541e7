import type { Place } from "../../base/errors/sluice-error.js";
import { placeInFile } from "../../model/source-text.js";
import type { SchemaFault } from "./schema-faults.js";

/** The place in a TypeScript file of the innermost key of a fault that the file has once; else the file. */
export function placeOfKey(
  { path, key }: Pick<SchemaFault, "path" | "key">,
  text: { readonly file: string; readonly fileText: string },
): Place {
  const keys = key === undefined ? path.toReversed() : [key];
  for (const name of keys) {
    const pattern = new RegExp(`(?<=[\\s{,]["']?)${escaped(String(name))}(?=["']?\\s*[:(])`, "g");
    const [first, ...others] = text.fileText.matchAll(pattern);
    if (first !== undefined && others.length === 0) return placeInFile(text, first.index);
  }
  return { file: text.file };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
