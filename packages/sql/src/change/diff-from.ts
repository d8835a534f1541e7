import type { Join, Query, Relation } from "../tree/nodes.js";
import type { FormScope } from "./form-scope.js";
import { formNames, normalForm, sameForm } from "./normal-form.js";
import { OtherRows } from "./other-rows.js";

interface QuerySide {
  readonly query: Query;
  readonly scope: FormScope;
}

/** The relation of a `from` in one of two versions. */
export interface FromSide {
  readonly relation: Relation | undefined;
  readonly scope: FormScope;
}

/** Compares two `from`: the same relations, joined the same way; queries among them are followed. */
export function diffFrom(
  before: FromSide,
  after: FromSide,
  follow: (before: QuerySide, after: QuerySide) => void,
): void {
  const [b, a] = [before.relation, after.relation];
  if (sameForm(normalForm(b, before.scope), normalForm(a, after.scope))) return;
  if (b?.kind === "join" && a?.kind === "join") {
    if (!sameForm(formOfJoin(b, before.scope), formOfJoin(a, after.scope)))
      throw new OtherRows("joins");
    diffFrom({ ...before, relation: b.left }, { ...after, relation: a.left }, follow);
    diffFrom({ ...before, relation: b.right }, { ...after, relation: a.right }, follow);
    return;
  }
  if (b?.kind !== "derived" || a?.kind !== "derived") throw new OtherRows("from");
  const [old, now] = [before, after].map(({ relation, scope }) => formOfDerived(relation, scope));
  if (!sameForm(old ?? null, now ?? null)) throw new OtherRows("from");
  follow({ query: b.query, scope: before.scope }, { query: a.query, scope: after.scope });
}

/** A join without its sides. */
function formOfJoin({ type, match, using, on, columns, alias }: Join, scope: FormScope) {
  const names = [formNames(using, scope), formNames(columns, scope)];
  return normalForm([type, match, alias, names, on], scope);
}

/** A query in a `from` without what it says. */
function formOfDerived(relation: Relation | undefined, scope: FormScope) {
  if (relation?.kind !== "derived") return null;
  const { columns, sample } = relation;
  const named = formNames(columns, scope);
  return normalForm({ columns: named, sample, id: scope.ids.get(relation) ?? "" }, scope);
}
