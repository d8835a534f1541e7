import type { ParsedQuery, TableReference } from "@sluice/core/adapter";
import type { Token } from "./lexer.js";
import { unquoted } from "./parse-ctes.js";
import type { TreeFrom, TreeNames, TreeTable } from "./parse-tree.js";
import { afterDot, nameSpan } from "./spans.js";
import { quoteIdentifier } from "./text.js";

type Rewrite = ParsedQuery["rewrites"][number];

/** A query as written; `offset` turns a place in its tree into one in the text. */
export interface WrittenQuery {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly offset: (at: number) => number;
}

/** A reference to a column or row, in parts; `start` is an offset in the text. */
interface Reference {
  readonly start: number;
  readonly parts: readonly string[];
  readonly from: TreeFrom | undefined;
}

/**
 * Aliases for tables that their bare name would not tell from another relation, once names are replaced: their full
 * names. The other relation stands in the same FROM clause, or in one between the table and a reference to it.
 */
export function fullNameAliases(names: TreeNames): Map<TreeTable, string> {
  const aliases = new Map<TreeTable, string>();
  const add = (table: TreeTable) => aliases.set(table, table.parts.join("."));
  for (const { tables, names: bearers } of names.clauses) {
    for (const table of tables) {
      if (isQualified(table) && count(bearers, bareName(table)) > 1) add(table);
    }
  }
  const starred = names.stars.flatMap(({ columns, from }) =>
    columns.map((parts) => ({ parts, from })),
  );
  for (const { parts, from } of [...names.columns, ...starred]) {
    const found = byFullName(parts, from);
    for (let clause = from; found && clause !== found.clause; clause = clause?.outer) {
      if (count(clause?.names ?? [], bareName(found.table)) > 0) add(found.table);
    }
  }
  return aliases;
}

/** A reference by a bare name that several tables of one FROM clause have. */
export interface AmbiguousReference {
  readonly at: number;
  readonly parts: readonly string[];
  /** Full names of the tables. */
  readonly tables: readonly string[];
}

/** The first reference whose table the engine would find by its columns alone, which replaced names do not allow. */
export function ambiguousReference(
  { columns }: Pick<TreeNames, "columns">,
  aliases: ReadonlyMap<TreeTable, string>,
): AmbiguousReference | undefined {
  if (aliases.size === 0) return undefined;
  for (const { at, parts, from } of columns) {
    const [first = ""] = parts;
    let clause = from;
    while (clause !== undefined && count(clause.names, first) === 0) clause = clause.outer;
    const bearers = clause?.tables.filter((one) => aliases.has(one) && same(bareName(one), first));
    const tables = (bearers ?? []).map((table) => table.parts.join("."));
    if (tables.length > 1 && tables.length === count(clause?.names ?? [], first))
      return { at, parts, tables };
  }
  return undefined;
}

/** `table orders` takes no alias, the same with `from` does. */
export function keywordRewrites(
  tables: readonly TableReference[],
  tokens: readonly Token[],
): readonly Rewrite[] {
  const starts = new Set(tables.map(({ start }) => start));
  return tokens.flatMap(({ kind, text, start, end }, i) => {
    const isKeyword = kind === "word" && text.toLowerCase() === "table";
    return isKeyword && starts.has(tokens[i + 1]?.start ?? -1)
      ? [{ start, end, text: "from" }]
      : [];
  });
}

/**
 * References by a schema to relations without alias, as references by the alias that they have when their names are
 * replaced: the bare name, or that of `aliases`.
 */
export function columnRewrites(
  names: TreeNames,
  written: WrittenQuery,
  aliases: ReadonlyMap<TreeTable, string>,
): readonly Rewrite[] {
  const columns = [...names.columns]
    .sort((a, b) => a.at - b.at)
    .map(({ at, parts, from }): Reference => ({ start: written.offset(at), parts, from }));
  const rewrites = [...columns, ...starReferences(names, written)].flatMap((reference) => {
    const { parts, from, start } = reference;
    const table = byFullName(parts, from)?.table;
    if (table) return [rewrite(start, table, { alias: aliases.get(table), text: written.text })];
    const meant = byBareName(parts, from);
    const alias = meant && aliases.get(meant);
    if (alias === undefined) return [];
    return [{ ...nameSpan(written.text, start, 1), text: quoteIdentifier(alias) }];
  });
  return [...new Map(rewrites.map((one) => [one.start, one])).values()];
}

function rewrite(
  start: number,
  { parts }: TreeTable,
  { alias, text }: { readonly alias: string | undefined; readonly text: string },
): Rewrite {
  if (alias !== undefined)
    return { ...nameSpan(text, start, parts.length), text: quoteIdentifier(alias) };
  let end = start;
  for (let i = 1; i < parts.length; i++) end = afterDot(text, end);
  return { start, end, text: "" };
}

/** The nearest relation without alias whose full name a reference begins with. */
function byFullName(parts: readonly string[], from: TreeFrom | undefined) {
  for (let clause = from; clause !== undefined; clause = clause.outer) {
    const table = clause.tables.find((one) => isQualified(one) && begins(parts, one.parts));
    if (table) return { table, clause };
    // `a.b` is a column of the relation `a` before it is a relation of the schema `a`.
    if (count(clause.names, parts[0] ?? "") > 0) return undefined;
  }
  return undefined;
}

/** The relation without alias that a reference means by its bare name, where only one can be meant. */
function byBareName(
  [first = ""]: readonly string[],
  from: TreeFrom | undefined,
): TreeTable | undefined {
  let clause = from;
  while (clause !== undefined && count(clause.names, first) === 0) clause = clause.outer;
  if (clause === undefined || count(clause.names, first) > 1) return undefined;
  return clause.tables.find((table) => isQualified(table) && same(bareName(table), first));
}

function starReferences({ stars }: TreeNames, { tokens, offset }: WrittenQuery): Reference[] {
  return stars.flatMap(({ at, columns, from }) => {
    const first = tokens.findIndex(({ start }) => start >= offset(at));
    return columns.flatMap((parts): Reference[] => {
      const found = tokens.findIndex((_, i) => i >= first && isWritten(parts, tokens.slice(i)));
      const token = tokens[found];
      return token ? [{ start: token.start, parts, from }] : [];
    });
  });
}

/** True where tokens begin with the parts of a name, divided by dots. */
function isWritten(parts: readonly string[], tokens: readonly Token[]): boolean {
  return parts.every((part, i) => {
    const [token, dot] = [tokens[2 * i], tokens[2 * i + 1]];
    const isLast = i === parts.length - 1;
    return token && same(unquoted(token), part) && (isLast || dot?.text === ".");
  });
}

function isQualified({ parts, alias }: TreeTable): boolean {
  return alias === "" && parts.length > 1;
}

function bareName({ parts }: TreeTable): string {
  return parts.at(-1) ?? "";
}

function count(names: readonly string[], name: string): number {
  return names.filter((other) => same(other, name)).length;
}

function begins(parts: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((part, i) => same(part, parts[i] ?? ""));
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
