import {
  diagnostic,
  type Diagnostic,
  type ParsedQuery,
  type ParseResult,
  type TableReference,
} from "@sluice/core/adapter";
import { tokenize, type Token } from "./lexer.js";
import { topLevelCtes } from "./parse-ctes.js";
import { namesOf, type TreeNames, type TreeTable } from "./parse-tree.js";
import { fillGaps, pivotGaps, unfilled } from "./pivot.js";
import {
  ambiguousReference,
  columnRewrites,
  fullNameAliases,
  keywordRewrites,
  type AmbiguousReference,
  type WrittenQuery,
} from "./rewrites.js";
import { ByteOffsets, codePointOffset, nameSpan, placeAt } from "./spans.js";
import { placeCalls, valuesOf, type TreeValues } from "./unstable-calls.js";

/** Serialises texts with `json_serialize_sql`: one JSON text each, in order. */
export type Serialize = (texts: readonly string[]) => Promise<readonly string[]>;

interface Serialized {
  readonly error: boolean;
  readonly error_message?: string;
  readonly error_subtype?: string;
  readonly position?: string;
  readonly statements?: readonly unknown[];
}

const batchTexts = 500;
const batchUnits = 1_000_000;

/** Parses texts in batches; one result a text, in order. */
export async function parseTexts(
  texts: readonly string[],
  serialize: Serialize,
): Promise<readonly ParseResult[]> {
  const results: ParseResult[] = [];
  for (const batch of batches(texts)) {
    const trees = await serialize(batch);
    for (const [i, text] of batch.entries()) {
      results.push(await parseOne(text, trees[i] ?? "", serialize));
    }
  }
  return results;
}

function* batches(texts: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let units = 0;
  for (const text of texts) {
    if (batch.length >= batchTexts || (batch.length > 0 && units + text.length > batchUnits)) {
      yield batch;
      [batch, units] = [[], 0];
    }
    batch.push(text);
    units += text.length;
  }
  if (batch.length > 0) yield batch;
}

async function parseOne(text: string, json: string, serialize: Serialize): Promise<ParseResult> {
  if (text.includes("\0")) {
    return failed(syntaxError(text, text.indexOf("\0"), "The text holds a NUL character."));
  }
  const tree = JSON.parse(json) as Serialized;
  if (!tree.error) return readTree({ text, tokens: tokenize(text), tree, gaps: [] });
  if (tree.error_subtype === "SYNTAX_ERROR" || tree.position !== undefined) {
    const at = codePointOffset(text, Number(tree.position ?? 0));
    return failed(syntaxError(text, at, capitalised(tree.error_message ?? "syntax error")));
  }
  // The parser's own refusals come as other errors do: parameters of both forms, for one.
  if (tree.error_message !== undefined && !tree.error_message.startsWith("Only SELECT")) {
    return failed(syntaxError(text, 0, capitalised(tree.error_message)));
  }
  return parsePivot(text, tree, serialize);
}

async function parsePivot(
  text: string,
  tree: Serialized,
  serialize: Serialize,
): Promise<ParseResult> {
  const tokens = tokenize(text);
  const gaps = pivotGaps(tokens);
  if (gaps.length === 0) return failed(notAQuery(text, tokens, tree.error_message));
  const [json] = await serialize([fillGaps(text, gaps)]);
  const filled = JSON.parse(json ?? "") as Serialized;
  if (filled.error) return failed(notAQuery(text, tokens, tree.error_message));
  return readTree({ text, tokens, tree: filled, gaps });
}

interface Parsing {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly tree: Serialized;
  readonly gaps: readonly number[];
}

function readTree({ text, tokens, tree, gaps }: Parsing): ParseResult {
  const [statement, second] = tree.statements ?? [];
  if (statement === undefined) {
    return failed(notAQuery(text, tokens, "The text holds no query"));
  }
  if (second !== undefined) {
    return failed(notAQuery(text, tokens, "The text holds several statements"));
  }
  const names = namesOf(statement);
  if (names.shows || /^(describe|desc|show|summarize)$/i.test(tokens[0]?.text ?? "")) {
    return failed(describes(text, tokens));
  }
  const bytes = new ByteOffsets(gaps.length === 0 ? text : fillGaps(text, gaps));
  const offset = (at: number) => unfilled(bytes.toUnits(at), gaps);
  const written = { text, tokens, offset };
  const aliases = fullNameAliases(names);
  const tables = tablesOf(names, written, aliases);
  const values = valuesOf(statement);
  const unclear = ambiguousReference(names, aliases);
  if (unclear) return failed(ambiguous(text, unclear, offset));
  const query: ParsedQuery = {
    tables,
    ctes: topLevelCtes(tokens),
    parameters: parametersOf(tokens, values),
    rewrites: [...keywordRewrites(tables, tokens), ...columnRewrites(names, written, aliases)],
    readsOutside: names.readsOutside,
    ...(values.calls.length > 0 && { unstable: placeCalls(values.calls, tokens, offset) }),
  };
  return { ok: true, query };
}

function tablesOf(
  names: TreeNames,
  { text, offset }: WrittenQuery,
  aliases: ReadonlyMap<TreeTable, string>,
): TableReference[] {
  const ordered = [...names.tables].sort((a, b) => a.at - b.at);
  const tables = ordered.map((table): TableReference => {
    const { at, parts, alias, takesAlias } = table;
    const [name = "", schema, catalog] = parts.toReversed();
    const span = nameSpan(text, offset(at), parts.length);
    const needsAlias = alias === "" && takesAlias;
    const own = aliases.get(table);
    return { catalog, schema, name, needsAlias, ...(own && { alias: own }), ...span };
  });
  return tables.filter((table, i) => table.start !== tables[i - 1]?.start);
}

function parametersOf(tokens: readonly Token[], { parameters }: TreeValues) {
  return tokens
    .filter((token) => token.kind === "parameter")
    .map(({ text, start, end }) => {
      const name = text.startsWith("$") ? text.slice(1) : text;
      const use = parameters.get(name);
      return { name, start, end, ...(use && { use }) };
    });
}

function failed(found: Diagnostic): ParseResult {
  return { ok: false, diagnostic: found };
}

function syntaxError(text: string, at: number, message: string): Diagnostic {
  return diagnostic({ code: "SQL.SYNTAX", message: sentence(message), where: placeAt(text, at) });
}

function notAQuery(text: string, tokens: readonly Token[], reason: string | undefined): Diagnostic {
  const message =
    reason === undefined || reason.startsWith("Only SELECT")
      ? "The text is not a select statement"
      : reason;
  return diagnostic({
    code: "SQL.NOT_A_QUERY",
    message: sentence(message),
    where: placeAt(text, tokens[0]?.start ?? 0),
    hints: ["Keep exactly one select (or `with ... select`, or `from ...`)."],
  });
}

function ambiguous(
  text: string,
  { at, parts, tables }: AmbiguousReference,
  offset: (at: number) => number,
): Diagnostic {
  const column = parts.slice(1).join(".");
  return diagnostic({
    code: "REF.AMBIGUOUS",
    message: `\`${parts.join(".")}\` could be of ${tables.join(" or ")}.`,
    where: placeAt(text, offset(at)),
    hints: [
      `Write the schema, ${tables.map((name) => `\`${name}.${column}\``).join(" or ")}, or give the tables aliases.`,
    ],
  });
}

function describes(text: string, tokens: readonly Token[]): Diagnostic {
  const [first] = tokens;
  const isNamed = /^(describe|desc|summarize)$/i.test(first?.text ?? "") && tokens.length > 1;
  const example = isNamed ? text.trim().replace(/\s*;$/, "") : "describe orders";
  return {
    ...notAQuery(text, tokens, "DESCRIBE, SHOW and SUMMARIZE are no queries"),
    hints: [`Read their rows by a select: \`from (${example})\`.`],
  };
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
