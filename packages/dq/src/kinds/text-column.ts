import type { TypeKind } from "@sluice/core/adapter";
import type { Subject } from "../spec/kind.js";

const texts: readonly TypeKind[] = ["text", "enum", "json", "other"];

/** Why a check of text cannot look at a column; undefined when it can. */
export function notTextProblem(
  check: string,
  { columns: [column], dialect }: Subject,
): string | undefined {
  if (!column || texts.includes(dialect.parseType(column.type).kind)) return undefined;
  return `${check} needs text, but \`${column.name}\` is ${column.type}`;
}
