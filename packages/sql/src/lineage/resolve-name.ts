import { findColumn } from "./find-column.js";
import { allInputs, nothing, unite, type Inputs, type Scope } from "./relation.js";

/** Where a name stands: in a select list columns hide aliases, elsewhere either may be meant. */
export type Clause = "select" | "other";

/**
 * Inputs of `a`, `t.a`, `schema.t.a` or `column.field`: those of all readings, where several are possible. Undefined
 * where there is none.
 */
export function resolveName(
  parts: readonly string[],
  scope: Scope,
  clause: Clause,
): Inputs | undefined {
  const [first = ""] = parts;
  if (scope.parameters.has(first)) return nothing;
  const here = inScope(parts, scope, clause);
  if (here?.sure === true) return here.inputs;
  const beyond = scope.outer && resolveName(parts, scope.outer, "other");
  if (beyond !== undefined && scope.lateral === false) scope.lateral = true;
  if (here === undefined) return beyond;
  return unite(here.inputs, beyond ?? nothing);
}

interface Reading {
  readonly inputs: Inputs;
  readonly sure: boolean;
}

function inScope(parts: readonly string[], scope: Scope, clause: Clause): Reading | undefined {
  const ofTable = qualified(parts, scope);
  if (ofTable.some(({ sure }) => sure)) return together(ofTable);
  return together([...ofTable, ...unqualified(parts[0] ?? "", scope, clause)]);
}

function together(readings: readonly Reading[]): Reading | undefined {
  if (readings.length === 0) return undefined;
  return {
    inputs: unite(...readings.map(({ inputs }) => inputs)),
    sure: readings.some(({ sure }) => sure),
  };
}

/** `t.column` or `schema.t.column`, with fields behind. */
function qualified([first, second, third]: readonly string[], scope: Scope): readonly Reading[] {
  if (first === undefined || second === undefined) return [];
  const found: Reading[] = [];
  const add = (reading: Reading | undefined) => {
    if (reading !== undefined) found.push(reading);
  };
  for (const { alias, schema, relation } of scope.sources) {
    if (alias === first) add(findColumn(relation.columns, second));
    if (third !== undefined && schema === first && alias === second)
      add(findColumn(relation.columns, third));
  }
  return found;
}

/** A column with any fields behind, an alias of the select list, or a whole row. */
function unqualified(name: string, scope: Scope, clause: Clause): readonly Reading[] {
  const columns = scope.sources.flatMap(({ relation }) => {
    const found = findColumn(relation.columns, name);
    return found === undefined ? [] : [found];
  });
  const isColumn = columns.some(({ sure }) => sure);
  const alias = scope.aliases.get(name);
  if (alias !== undefined && (clause === "other" || !isColumn))
    return [...columns, { inputs: alias, sure: true }];
  if (isColumn) return columns;
  const rows = scope.sources
    .filter((source) => source.alias === name)
    .map(({ relation }) => ({ inputs: allInputs(relation), sure: true }));
  return [...columns, ...rows];
}
