import {
  inputsOf,
  isComplete,
  nothing,
  unite,
  type Inputs,
  type Relation,
  type RelationColumn,
} from "./relation.js";
import { uncertain } from "./uncertain.js";

/** The columns of a set operation: those of both sides by their place, or by their name. */
export function combine(left: Relation, right: Relation, byName: boolean): Relation {
  const known = isComplete(left.columns) && isComplete(right.columns);
  if (byName) return { columns: known ? byNames(left, right) : all(left.columns, right.columns) };
  if (known && left.columns.length !== right.columns.length)
    return uncertain("a set operation on other columns");
  const counted = Math.min(countable(left), countable(right));
  const columns = left.columns.slice(0, counted).map(({ name, inputs }, i) => ({
    name,
    inputs: unite(inputs, right.columns[i]?.inputs ?? nothing),
  }));
  const rest = known ? [] : all(left.columns.slice(counted), right.columns.slice(counted));
  return { columns: [...columns, ...rest] };
}

/** How many columns stand in front of those whose number is not known. */
function countable({ columns }: Relation): number {
  const first = columns.findIndex(({ many }) => many === true);
  return first < 0 ? columns.length : first;
}

function all(...sides: readonly (readonly RelationColumn[])[]): readonly RelationColumn[] {
  return [{ name: undefined, inputs: inputsOf(sides.flat()), many: true }];
}

function byNames(left: Relation, right: Relation): readonly RelationColumn[] {
  const combined = new Map<string, Inputs>();
  for (const { name, inputs } of [...left.columns, ...right.columns]) {
    if (name === undefined) return all(left.columns, right.columns);
    combined.set(name, unite(combined.get(name) ?? nothing, inputs));
  }
  return [...combined].map(([name, inputs]) => ({ name, inputs }));
}
