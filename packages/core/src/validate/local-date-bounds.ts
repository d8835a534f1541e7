import type { ColumnInfo, Dialect } from "../adapter/dialect.js";
import { columnNamed, foldName } from "../adapter/name.js";
import { tokenize, type Token } from "../canonical/tokenize.js";
import { diagnostic, type Diagnostic } from "../errors/sluice-error.js";
import { zoneOf } from "../intervals/grain.js";
import { placeOf } from "../model/source-text.js";
import type { ModelNode } from "../resolve/graph.js";

const comparisons = new Set([">=", ">", "<", "<=", "=", "between"]);

/**
 * Warnings for a model of dates of a zone whose query compares timestamps of what it reads with `$start` or `$end`: these
 * are local dates there, and an engine takes a date for its midnight in UTC, so that hours at both ends of a day would be
 * lost. Only plain column names are looked at; an expression may be the local date.
 */
export function localDateBounds(
  { model, parents }: ModelNode,
  columns: ReadonlyMap<string, readonly ColumnInfo[]>,
  dialect: Dialect,
): readonly Diagnostic[] {
  const { kind, sql, name } = model;
  const zone = kind.type === "incremental_by_time" ? zoneOf(kind) : undefined;
  if (kind.type !== "incremental_by_time" || zone === undefined || !sql) return [];
  const kindOf = (of: readonly ColumnInfo[] | undefined, column: string) => {
    const found = columnNamed(of ?? [], column);
    return found && dialect.parseType(found.type).kind;
  };
  if (kindOf(columns.get(name), kind.time) !== "date") return [];
  const isInstant = (column: string) => {
    const kinds = parents.flatMap((parent) => kindOf(columns.get(parent), column) ?? []);
    return kinds.length > 0 && kinds.every((one) => one === "timestamp" || one === "timestamptz");
  };
  const compared = comparedColumns(tokenize(sql.text)).filter(({ column }) => isInstant(column));
  const first = new Map([...compared].reverse().map((one) => [foldName(one.column), one]));
  return [...first.values()].reverse().map(({ column, parameter, at }) =>
    diagnostic({
      code: "MODEL.INVALID",
      severity: "warning",
      message: `${name}: \`${column}\` is a timestamp, and \`${parameter}\` a date of ${zone}.`,
      why: `The date would be taken for its midnight in UTC, so that rows of \`${kind.time}\` within the hours between were lost.`,
      where: placeOf(sql, at, name),
      hints: [`Compare the local date that \`${kind.time}\` holds with \`${parameter}\`.`],
    }),
  );
}

/** Plain names that stand before a comparison with a bound. */
function comparedColumns(tokens: readonly Token[]) {
  return tokens.flatMap((token, i) => {
    const [before, named, compares] = [tokens[i - 3], tokens[i - 2], tokens[i - 1]];
    const isBound = token.text === "$start" || token.text === "$end";
    if (!isBound || !named || !comparisons.has(compares?.text.toLowerCase() ?? "")) return [];
    if (before?.text === "::" || (named.kind !== "word" && named.kind !== "quoted")) return [];
    const column = named.kind === "quoted" ? named.text.slice(1, -1) : named.text;
    return [{ column, parameter: token.text, at: named.start }];
  });
}
