import v8 from "node:v8";
import type { Lexis } from "../../text/lexis.js";
import type { SqlLanguage } from "../../text/sql-language.js";
import { tokenize } from "../../text/tokenize.js";
import type { Json } from "./json.js";

/** Parses one query; undefined where the parser does not understand it. */
export type Parse = (sql: string) => Json | undefined;

/** The part of a language that parsing needs. */
export type ParsedLanguage = Pick<SqlLanguage, "name" | "lexis">;

/** Loads the parser, a WebAssembly module. Undefined where it is not installed or does not know the dialect. */
export async function loadParser({
  name: dialect,
  lexis,
}: ParsedLanguage): Promise<Parse | undefined> {
  // Optimising the module takes longer than parsing the queries of a project without that.
  v8.setFlagsFromString("--liftoff-only");
  const parser = await import("@polyglot-sql/sdk").catch(() => undefined);
  if (parser === undefined) return undefined;
  const known = Object.values(parser.Dialect).find((value: string) => value === dialect);
  if (known === undefined) return undefined;
  return (sql) => {
    const result = parser.parse(withPlainOperators(sql, lexis), known);
    const statements = result.success ? (result.ast as readonly Json[] | undefined) : undefined;
    return statements?.length === 1 ? statements[0] : undefined;
  };
}

/** Operators the parser lacks. They are written as `a + '//' + b`: what is read stays the same, and no two look alike. */
const foreign = new Set(["//", "**", "^@", "<->", "<=>", "~~", "!~~", "~~*", "!~~*", "~~~", "&&", "@>", "<@", "=="]); // prettier-ignore

function withPlainOperators(sql: string, lexis: Lexis): string {
  let out = "";
  let kept = 0;
  for (const { kind, text, start, end } of tokenize(sql, lexis)) {
    if (kind !== "operator" || !foreign.has(text)) continue;
    out += `${sql.slice(kept, start)} + '${text}' + `;
    kept = end;
  }
  return out + sql.slice(kept);
}
