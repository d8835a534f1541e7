import { suggest, type TypeProblem } from "@sluice/core/adapter";
import { typeFault } from "./duck-type.js";
import type { TypeFault } from "./type-cursor.js";
import { typesElsewhere } from "./types-elsewhere.js";
import { synonyms } from "./type-names.js";

const EXAMPLES =
  "Write a type such as varchar, bigint, decimal(18,2), date, timestamp or integer[].";

/** Why DuckDB would refuse a type text, and what to write instead. */
export function typeProblem(text: string): TypeProblem | undefined {
  const generic = /^\s*(list|array|struct|map|row)\s*</i.exec(text);
  if (generic) {
    return {
      at: generic[0].length - 1,
      message: "nested types have parentheses or brackets, not `<`",
      hints: ["Write `integer[]`, `struct(a integer, b varchar)` or `map(varchar, integer)`."],
    };
  }
  const fault = typeFault(text);
  return fault && { at: fault.at, message: fault.message, hints: hintsFor(fault, text) };
}

function hintsFor({ unknown, message }: TypeFault, text: string): readonly string[] {
  if (unknown === undefined) return hintsForForm(message, text);
  const elsewhere = typesElsewhere.get(unknown);
  if (elsewhere !== undefined) return [`DuckDB calls it \`${elsewhere}\`.`];
  const near = suggest(unknown, synonyms.keys());
  return near.length === 0
    ? [EXAMPLES]
    : [`Did you mean ${near.map((name) => `\`${name}\``).join(" or ")}?`];
}

function hintsForForm(message: string, text: string): readonly string[] {
  const [, list, element = "integer"] = /^\s*(list|array)\b\s*(?:\((.*)\)\s*)?$/is.exec(text) ?? [];
  if (list !== undefined) return [`Write \`${element}[]\`.`];
  const [, plain] = /^`([\w ]+)` takes no numbers/.exec(message) ?? [];
  return [plain === undefined ? EXAMPLES : `Write \`${plain}\`.`];
}
