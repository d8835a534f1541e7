import type { Relation, RelationColumn } from "./relation.js";

/** Key of a column whose name the engine made up, because a column in front of it has the name that it was given. */
export function renamedKey(given: string, name: string): string {
  return JSON.stringify({ renamed: name, given });
}

/**
 * A relation as readers find it: the engine calls the second of two columns of one name `id_1`. Behind columns whose
 * names are not known nothing is renamed.
 */
export function distinctNames(relation: Relation, noteRenamed: boolean): Relation {
  const names = relation.columns.map(({ name }) => name);
  if (new Set(names).size === names.length) return relation;
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  let isKnown = true;
  const columns = relation.columns.map((column): RelationColumn => {
    const { name: given } = column;
    isKnown &&= column.many !== true;
    if (given === undefined || !isKnown) return column;
    let name = given;
    while (taken.has(name)) {
      const count = (counts.get(given) ?? 0) + 1;
      counts.set(given, count);
      name = `${given}_${count}`;
    }
    taken.add(name);
    if (name === given) return column;
    const inputs = noteRenamed
      ? new Set([...column.inputs, renamedKey(given, name)])
      : column.inputs;
    return { ...column, name, inputs };
  });
  return { columns };
}
