import { canonicalHash, type Lexis } from "@sluice/sql/text";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { sha256, type ContentCache } from "../../base/cache/content-cache.js";
import type { Diagnostic } from "../../base/errors/sluice-error.js";
import { offsetOf, placeOf, type SourceText } from "../../model/source-text.js";
import type { ModelQuery } from "./graph.js";
import { migrationHintOf } from "./migration-hints.js";

/** Opens the private in-memory engine when something has to be parsed or bound. */
export type ScratchProvider = () => Promise<WarehouseAdapter>;

/** A query to parse and the model it belongs to. */
export interface QueryText {
  readonly model: string;
  readonly sql: SourceText;
}

/** A parsed query, or its diagnostic at the user's place. */
export type ParsedModel =
  | { readonly query: ModelQuery; readonly diagnostic?: undefined }
  | { readonly query?: undefined; readonly diagnostic: Diagnostic };

/** With what queries are parsed. */
export interface Parsing {
  readonly cache: ContentCache<ModelQuery>;
  readonly scratch: ScratchProvider;
  readonly lexis: Lexis;
  readonly signal?: AbortSignal | undefined;
}

/** Parses queries, those unknown to the cache in one batch; results in order. */
export async function parseModels(
  texts: readonly QueryText[],
  using: Parsing,
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
    if (!result?.ok) return { diagnostic: syntaxError(text, result?.diagnostic) };
    const read = { ...result.query, canonical: canonicalHash(text.sql.text, using.lexis) };
    using.cache.set(keys[i] ?? "", read);
    return { query: read };
  });
}

/** The engine's error at the user's place. */
function syntaxError(text: QueryText, found: Diagnostic | undefined): Diagnostic {
  const { line = 1, column = 1 } = found?.where ?? {};
  const where = placeOf(text.sql, offsetOf(text.sql.text, line, column), text.model);
  const migrationHint = migrationHintOf(text.sql.text);
  return {
    code: "SQL.SYNTAX",
    message: "The query does not parse.",
    retryable: false,
    severity: "error",
    ...found,
    hints: migrationHint === undefined ? (found?.hints ?? []) : [migrationHint],
    where,
  };
}
