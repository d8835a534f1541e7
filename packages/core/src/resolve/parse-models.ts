import type { ParsedQuery, ParseResult } from "../adapter/parsing.js";
import type { WarehouseAdapter } from "../adapter/warehouse-adapter.js";
import { sha256, type ContentCache } from "../cache/content-cache.js";
import type { Diagnostic } from "../errors/sluice-error.js";
import { offsetOf, placeOf, type SourceText } from "../model/source-text.js";
import { habitHint } from "./habits.js";

/** Opens the private in-memory engine when something has to be parsed or bound. */
export type ScratchProvider = () => Promise<WarehouseAdapter>;

/** A query to parse and the model it belongs to. */
export interface QueryText {
  readonly model: string;
  readonly sql: SourceText;
}

/** A parsed query, or its diagnostic at the user's place. */
export type ParsedModel =
  | { readonly query: ParsedQuery; readonly diagnostic?: undefined }
  | { readonly query?: undefined; readonly diagnostic: Diagnostic };

/** Parses queries, those unknown to the cache in one batch; results in order. */
export async function parseModels(
  texts: readonly QueryText[],
  using: {
    readonly cache: ContentCache<ParsedQuery>;
    readonly scratch: ScratchProvider;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<readonly ParsedModel[]> {
  const keys = texts.map(({ sql }) => sha256(sql.text));
  const known = keys.map((key) => using.cache.get(key));
  const missing = texts.filter((_, i) => known[i] === undefined);
  const parsed =
    missing.length === 0
      ? []
      : await (
          await using.scratch()
        ).parse(
          missing.map(({ sql }) => sql.text),
          { signal: using.signal },
        );
  let next = 0;
  return texts.map((text, i) => {
    const query = known[i];
    if (query) return { query };
    const result = parsed[next++];
    if (result?.ok) using.cache.set(keys[i] ?? "", result.query);
    return toParsedModel(text, result);
  });
}

function toParsedModel(text: QueryText, result: ParseResult | undefined): ParsedModel {
  if (result?.ok) return { query: result.query };
  const found = result?.diagnostic;
  const { line = 1, column = 1 } = found?.where ?? {};
  const where = placeOf(text.sql, offsetOf(text.sql.text, line, column), text.model);
  const habit = habitHint(text.sql.text);
  return {
    diagnostic: {
      code: "SQL.SYNTAX",
      message: "The query does not parse.",
      retryable: false,
      severity: "error",
      ...found,
      hints: habit === undefined ? (found?.hints ?? []) : [habit],
      where,
    },
  };
}
