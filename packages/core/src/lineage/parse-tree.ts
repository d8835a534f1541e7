import { tokenize } from "../canonical/tokenize.js";
import type { Json } from "./syntax-tree.js";

/** Parses one query; undefined where the parser does not understand it. */
export type ParseTree = (sql: string) => Json | undefined;

/** Loads the parser, a WebAssembly module that takes a moment to start. */
export async function loadParser(dialect: string): Promise<ParseTree> {
  const { Dialect, parse } = await import("@polyglot-sql/sdk");
  const known = Object.values(Dialect).find((value: string) => value === dialect);
  if (known === undefined) return () => undefined;
  return (sql) => {
    const result = parse(withPlainOperators(sql), known);
    const statements = result.success ? (result.ast as readonly Json[] | undefined) : undefined;
    return statements?.length === 1 ? statements[0] : undefined;
  };
}

/** Operators the parser lacks. They are written as `a + '//' + b`: what is read stays the same, and no two look alike. */
const foreign = new Set(["//", "**", "^@", "<->", "<=>", "~~", "!~~", "~~*", "!~~*", "~~~", "&&", "@>", "<@", "=="]); // prettier-ignore

function withPlainOperators(sql: string): string {
  let out = "";
  let kept = 0;
  for (const { kind, text, start, end } of tokenize(sql)) {
    if (kind !== "operator" || !foreign.has(text)) continue;
    out += `${sql.slice(kept, start)} + '${text}' + `;
    kept = end;
  }
  return out + sql.slice(kept);
}
