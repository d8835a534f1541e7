import type { CheckRun } from "@sluice/core";
import { sameName } from "@sluice/core/adapter";
import type { Verdict } from "../compile/scope.js";
import type { ParsedCheck } from "../spec/kind.js";

/** What stands in the place of personal data. */
export const MASK = "***";

/** True for a column whose values must not be shown. */
export function isPii(name: string, { pii }: Pick<CheckRun, "pii">): boolean {
  return pii.some((column) => sameName(column, name));
}

/** A verdict whose observed value is masked when it may be personal data: `max(email)`, but not `count(email)`. */
export function withoutPii(verdict: Verdict, parsed: ParsedCheck, run: CheckRun): Verdict {
  const isCount = verdict.failing !== undefined || verdict.rows !== undefined;
  if (isCount || verdict.observed == null) return verdict;
  const texts = parsed.texts.map(({ text }) => text).join(" ");
  const harmless = /^\s*(?:approx_)?count(?:_distinct|_if)?\s*\([^()]*\)\s*$/i.test(texts);
  const shown = harmless || !run.pii.some((column) => mentions(texts, column));
  return shown ? verdict : { ...verdict, observed: MASK };
}

function mentions(text: string, column: string): boolean {
  return text.toLowerCase().includes(column.toLowerCase());
}
