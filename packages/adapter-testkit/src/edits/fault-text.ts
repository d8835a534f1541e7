import { modelText } from "./project-files.js";
import type { Edit, Part } from "./parts.js";
import type { ShrunkFault } from "./shrink.js";

/** A fault for people: where it was found, the edits with both texts, and what differs. */
export function faultText(
  { edits, differences, project, certain }: ShrunkFault,
  found: string,
): string {
  const read = new Set(differences.map(({ name }) => name));
  const models = [...project].filter(
    ([name]) => read.has(name) && edits.every(({ target }) => target !== name),
  );
  return [
    `An incremental build differs from a fresh one (${found}).`,
    certain ? "" : "A first build and these edits alone do not show it; it needs the edits before.",
    ...edits.map(editText),
    ...models.map(([name, part]) => `${name}:\n${partText(part)}`),
    ...differences.map(({ name, text }) => `${name} differs\n${text}`),
  ]
    .filter((line) => line !== "")
    .join("\n\n");
}

function editText({ mutator, target, before, after }: Edit): string {
  return `${mutator} in ${target}\nbefore:\n${partText(before)}\nafter:\n${partText(after)}`;
}

function partText(part: Part): string {
  return part.part === "model" ? modelText(part) : JSON.stringify(part);
}
