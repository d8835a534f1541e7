import { suggest } from "@sluice/core/adapter";

/** A hint that names what is near to a mistyped name; `otherwise` where nothing is. */
export function didYouMean(given: string, names: readonly string[], otherwise: string): string {
  const near = suggest(given, names);
  return near.length > 0 ? `Did you mean ${near.join(" or ")}?` : otherwise;
}
