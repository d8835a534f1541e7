import { below, createRandom, type Random } from "./random.js";

/** A generated model, free of any framework: `sql` takes the text that names a parent. */
export interface GeneratedModel {
  readonly schema: string;
  readonly name: string;
  readonly kind: "table" | "view";
  readonly parents: readonly GeneratedModel[];
  readonly sql: (nameOf: (parent: GeneratedModel) => string) => string;
}

/** What to generate. */
export interface LayerOptions {
  readonly models: number;
  /** @default 10 */
  readonly layers?: number | undefined;
  /** `mix`: every second layer is views. Views never read views: the engine expands them at each use. @default "table" */
  readonly kinds?: "table" | "mix" | undefined;
  /** @default 1 */
  readonly seed?: number | undefined;
}

/**
 * A graph of models on tiny data: equal layers, the first reads nothing, the others read one to three models of the
 * layer before, by filters, joins, CTEs and unions. Every model has the same five columns and about 20 rows.
 */
export function generateLayers(options: LayerOptions): readonly GeneratedModel[] {
  const { models, layers = 10, kinds = "table", seed = 1 } = options;
  const random = createRandom(seed);
  const all: GeneratedModel[] = [];
  let before: readonly GeneratedModel[] = [];
  for (let layer = 0; layer < layers; layer += 1) {
    const count = Math.floor((models * (layer + 1)) / layers) - all.length;
    const kind = kinds === "mix" && layer % 2 === 1 ? "view" : "table";
    const current = Array.from({ length: count }, (_, index): GeneratedModel => {
      const number = String(all.length + index).padStart(5, "0");
      const parents = pickParents(before, random);
      return {
        schema: `layer_${layer}`,
        name: `m_${number}`,
        kind,
        parents,
        sql: query(parents, below(random, 1000)),
      };
    });
    all.push(...current);
    before = current.length > 0 ? current : before;
  }
  return all;
}

function pickParents(before: readonly GeneratedModel[], random: Random): GeneratedModel[] {
  if (before.length === 0) return [];
  const picked = new Set<GeneratedModel>();
  const wanted = 1 + below(random, 3);
  for (let tries = 0; tries < wanted; tries += 1) {
    const parent = before[below(random, before.length)];
    if (parent) picked.add(parent);
  }
  return [...picked];
}

function query(
  parents: readonly GeneratedModel[],
  constant: number,
): (nameOf: (parent: GeneratedModel) => string) => string {
  const [first, second, third] = parents;
  if (!first) return () => root(constant);
  if (!second) return (nameOf) => chain(nameOf(first), constant);
  if (!third) return (nameOf) => joined(nameOf(first), nameOf(second), constant);
  return (nameOf) => united(nameOf(first), nameOf(second), nameOf(third));
}

function root(constant: number): string {
  return `select
  cast(i as bigint) as id,
  cast(i % 7 as bigint) as grp,
  cast((i * 31 + ${constant}) % 1000 as bigint) as amount,
  cast('2024-01-01' as date) as day,
  'label ' || cast(i as varchar) as label
from range(20) as numbers(i)`;
}

function chain(parent: string, constant: number): string {
  return `with kept as (
  select id, grp, amount, day, label
  from ${parent}
  where amount >= 0
),
totals as (
  select grp, cast(sum(amount) as bigint) as total, count(*) as members
  from kept
  group by grp
)
select
  kept.id,
  kept.grp,
  (kept.amount + totals.total + ${constant}) % 1000 as amount,
  kept.day,
  case when totals.members > 2 then kept.label else upper(kept.label) end as label
from kept
join totals on totals.grp = kept.grp`;
}

function joined(left: string, right: string, constant: number): string {
  return `select
  a.id,
  a.grp,
  (a.amount + coalesce(b.amount, ${constant})) % 1000 as amount,
  greatest(a.day, b.day) as day,
  a.label
from ${left} as a
left join ${right} as b on b.id = a.id`;
}

function united(first: string, second: string, third: string): string {
  return `with everything as (
  select id, grp, amount, day, label from ${first}
  union all
  select id, grp, amount, day, label from ${second}
  union all
  select id, grp, amount, day, label from ${third}
)
select
  id,
  min(grp) as grp,
  cast(sum(amount) % 1000 as bigint) as amount,
  max(day) as day,
  min(label) as label
from everything
group by id`;
}
