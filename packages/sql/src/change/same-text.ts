import type { ItemChange } from "./other-rows.js";
import type { TokenOutline, WrittenItem } from "./token-outline.js";

/**
 * True when the two texts differ in nothing but the select items that the comparison of the trees found to differ.
 * A parser may lose what it does not know; then the trees are equal where the texts are not.
 */
export function differOnlyIn(
  changes: readonly ItemChange[],
  before: TokenOutline,
  after: TokenOutline,
): boolean {
  if (before.rest.join(" ") !== after.rest.join(" ")) return false;
  if (before.lists.length !== after.lists.length) return false;
  const claimed = new Set(changes.map(({ name }) => name));
  return before.lists.every((list, i) => {
    const other = after.lists[i] ?? [];
    const [gone, come] = [missing(list, other), missing(other, list)];
    const star = [...gone, ...come].some(isPlainStar);
    return [...gone, ...come].every(
      (item) =>
        claimed.has(undefined) ||
        claimed.has(item.name) ||
        isPlainStar(item) ||
        (star && isPlainName(item)),
    );
  });
}

/** Items of one list that the other lacks, each as often as it lacks it. */
function missing(
  list: readonly WrittenItem[],
  from: readonly WrittenItem[],
): readonly WrittenItem[] {
  const left = from.map(({ tokens }) => tokens);
  return list.filter(({ tokens }) => {
    const at = left.indexOf(tokens);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** `*` with at most columns left out or renamed: the trees compare its columns one by one. */
function isPlainStar({ tokens }: WrittenItem): boolean {
  return /^\*( (exclude|except|rename|[\w",]+))*$/u.test(tokens) && !/ replace\b/u.test(tokens);
}

/** A column and nothing else, in which nothing can be lost. */
function isPlainName({ tokens }: WrittenItem): boolean {
  return /^[\w"]+$/u.test(tokens);
}
