import type { Call, Lambda } from "./nodes.js";

/** Functions that call a lambda for each element of a list. */
const names = /^((list|array)_)?(apply|transform|filter|reduce)$/u;

/** True for a call whose arguments may be lambdas; in others an arrow is an operator. */
export function isLambdaFunction({ name }: Call): boolean {
  return names.test(name);
}

/** The names in front of the arrow; undefined where there is something else. */
export function lambdaParameters({ left }: Lambda): readonly string[] | undefined {
  const all = left.kind === "call" && left.name === "row" ? left.arguments : [left];
  const found = all.flatMap((one) => (one.kind === "column" ? [one.parts] : []));
  if (found.length !== all.length || found.some((parts) => parts.length !== 1)) return undefined;
  return found.flat();
}
