import { allInputs, nothing, unite, type Inputs, type Relation, type Scope } from "./relation.js";
import { unclear } from "./unclear.js";

/** Where a name stands: in a select list columns hide aliases, elsewhere either may be meant. */
export type Clause = "select" | "other";

/**
 * What `a`, `t.a`, `schema.t.a` or `column.field` reads. Where two readings are possible both count.
 * Ends the analysis where there is none.
 */
export function resolveName(parts: readonly string[], scope: Scope, clause: Clause): Inputs {
  return lookUp(parts, scope, clause) ?? unclear(`${parts.join(".")} is not known`);
}

/** True when a name could be a column at this place. */
export function isVisible(name: string, scope: Scope | undefined): boolean {
  for (let at = scope; at !== undefined; at = at.outer) {
    const named = at.sources.some(({ relation }) => relation.columns.some((c) => c.name === name));
    if (named || at.aliases.has(name)) return true;
  }
  return false;
}

function lookUp(parts: readonly string[], scope: Scope, clause: Clause): Inputs | undefined {
  const [first = ""] = parts;
  if (scope.parameters.has(first)) {
    // A parameter hides a column of its name, but `column -> 'key'` parses like a lambda.
    return (scope.outer && lookUp(parts, scope.outer, clause)) ?? nothing;
  }
  const here = inScope(parts, scope, clause);
  if (here !== undefined) return here;
  const others = scope.sources
    .map(({ relation }) => relation.others)
    .filter((o) => o !== undefined);
  const beyond = scope.outer && lookUp(parts, scope.outer, "other");
  if (others.length > 0) return unite(...others, beyond ?? nothing);
  // A column with a made-up name could be the one meant.
  const unnamed = scope.sources.some(({ relation }) =>
    relation.columns.some((c) => c.name === undefined),
  );
  if (unnamed) unclear(`${parts.join(".")} may be a made-up name`);
  return beyond;
}

function inScope(parts: readonly string[], scope: Scope, clause: Clause): Inputs | undefined {
  return qualified(parts, scope) ?? unqualified(parts[0] ?? "", scope, clause);
}

/** `t.column` or `schema.t.column`, with fields behind. */
function qualified([first, second, third]: readonly string[], scope: Scope): Inputs | undefined {
  if (first === undefined || second === undefined) return undefined;
  const found: Inputs[] = [];
  for (const { alias, schema, relation } of scope.sources) {
    if (alias === first) found.push(...columnOf(relation, second));
    if (third !== undefined && schema === first && alias === second) {
      found.push(...columnOf(relation, third));
    }
  }
  return found.length === 0 ? undefined : unite(...found);
}

/** A column with any fields behind, an alias of the select list, or a whole row. */
function unqualified(name: string, scope: Scope, clause: Clause): Inputs | undefined {
  const columns = scope.sources.flatMap(({ relation }) =>
    relation.columns.filter((c) => c.name === name).map(({ inputs }) => inputs),
  );
  const alias = scope.aliases.get(name);
  if (alias !== undefined && (clause === "other" || columns.length === 0)) columns.push(alias);
  if (columns.length > 0) return unite(...columns);
  const rows = scope.sources.filter((source) => source.alias === name);
  return rows.length === 0 ? undefined : unite(...rows.map(({ relation }) => allInputs(relation)));
}

function columnOf(relation: Relation, name: string): readonly Inputs[] {
  const named = relation.columns
    .filter((column) => column.name === name)
    .map(({ inputs }) => inputs);
  if (named.length > 0 || relation.others === undefined) return named;
  return [relation.others];
}
