import { suggest } from "@sluice/core/adapter";

/** `; did you mean ...?` or nothing, to end a sentence with. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const [near] = suggest(word, candidates);
  return near === undefined ? "" : `; did you mean \`${near}\`?`;
}
