import type { ColumnLineage } from "@sluice/core";

/** An edge from a column that is read to the column made from it. */
export interface ColumnEdge {
  readonly from: ColumnRef;
  readonly to: ColumnRef;
  readonly certain: boolean;
}

export interface ColumnRef {
  readonly model: string;
  readonly column: string;
}

/** Key of a column: a tree's and a map's name for it. */
export function columnKey({ model, column }: ColumnRef): string {
  return `${model}.${column}`;
}

/** Lineage of columns in both directions. */
export interface ColumnGraph {
  readonly edges: readonly ColumnEdge[];
  readonly refs: ReadonlyMap<string, ColumnRef>;
  readonly parents: (key: string) => readonly string[];
  readonly children: (key: string) => readonly string[];
  /** False where the column may read any column of its model's parents. */
  readonly certain: (key: string) => boolean;
}

export function columnGraph(lineage: readonly ColumnLineage[]): ColumnGraph {
  const edges = lineage.flatMap((to) =>
    to.inputs.map((from) => ({
      from,
      to: { model: to.model, column: to.column },
      certain: to.certain,
    })),
  );
  const refs = new Map<string, ColumnRef>();
  const up = new Map<string, string[]>();
  const down = new Map<string, string[]>();
  for (const { model, column } of lineage)
    refs.set(columnKey({ model, column }), { model, column });
  for (const { from, to } of edges) {
    refs.set(columnKey(from), { model: from.model, column: from.column });
    push(up, columnKey(to), columnKey(from));
    push(down, columnKey(from), columnKey(to));
  }
  const uncertain = new Set(lineage.filter((one) => !one.certain).map(columnKey));
  return {
    edges,
    refs,
    parents: (key) => up.get(key) ?? [],
    children: (key) => down.get(key) ?? [],
    certain: (key) => !uncertain.has(key),
  };
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key) ?? [];
  if (!list.includes(value)) list.push(value);
  map.set(key, list);
}
