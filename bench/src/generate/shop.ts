import type { GeneratedModel } from "./layers.js";
import { below, createRandom } from "./random.js";
import { intermediateSql, martSql, stagingSql } from "./shop-sql.js";

/** A project as people write them: seeds, staging over each, intermediate models and marts of some sixty lines each. */
export interface Shop {
  /** CSV files by name of the seed. */
  readonly seeds: ReadonlyMap<string, string>;
  /** In an order in which each follows those it reads. */
  readonly models: readonly GeneratedModel[];
}

const seedSchema = "raw";

/** A shop of so many models: a fifth staging, two fifths intermediate, two fifths marts. */
export function generateShop(count: number, seed = 1): Shop {
  const random = createRandom(seed);
  const perLayer = Math.max(1, Math.round(count / 5));
  const names = Array.from({ length: perLayer }, (_, i) => `feed_${pad(i)}`);
  const seeds = new Map(names.map((name) => [name, csv(random)]));
  const staging = names.map((name, i): GeneratedModel => {
    const sql = () => stagingSql(`${seedSchema}.${name}`, i);
    return { schema: "staging", name: `stg_${pad(i)}`, kind: "view", parents: [], sql };
  });
  const intermediate: GeneratedModel[] = [];
  for (let i = 0; i < perLayer * 2; i += 1) {
    // The later half reads the earlier one.
    const from = i < perLayer ? staging : [...staging, ...intermediate.slice(0, perLayer)];
    const parents = three(i, from);
    const sql: GeneratedModel["sql"] = (nameOf) => intermediateSql(parents.map(nameOf), i);
    intermediate.push({
      schema: "intermediate",
      name: `int_${pad(i)}`,
      kind: "table",
      parents,
      sql,
    });
  }
  const marts = Array.from({ length: count - perLayer * 3 }, (_, i): GeneratedModel => {
    const parents = three(i, intermediate);
    const sql: GeneratedModel["sql"] = (nameOf) => martSql(parents.map(nameOf), i);
    return { schema: "marts", name: `mart_${pad(i)}`, kind: "table", parents, sql };
  });
  return { seeds, models: [...staging, ...intermediate, ...marts] };
}

/** The files of the seeds, for a project of the framework. */
export function seedFiles({ seeds }: Shop): readonly (readonly [string, string])[] {
  return [...seeds].flatMap(([name, text]) => [
    [`seeds/${name}.csv`, text] as const,
    [`models/${seedSchema}/${name}.seed.yaml`, `file: seeds/${name}.csv\n`] as const,
  ]);
}

/** Three parents, others for each model; fewer where there are no three. */
function three(i: number, from: readonly GeneratedModel[]): readonly GeneratedModel[] {
  const picked = [i, i * 3 + 1, i * 7 + 2].map((at) => from[at % from.length]);
  return [...new Set(picked)].filter((model) => model !== undefined);
}

function csv(random: ReturnType<typeof createRandom>): string {
  const statuses = ["placed", "shipped", "returned", "cancelled"];
  const rows = Array.from({ length: 200 }, (_, i) => {
    const day = `2025-${pad(1 + below(random, 12))}-${pad(1 + below(random, 28))}`;
    const amount = (below(random, 100_000) / 100).toFixed(2);
    const status = statuses[below(random, statuses.length)] ?? "";
    return [i + 1, 1 + below(random, 40), day, amount, status, 1 + below(random, 9)].join(",");
  });
  return `id,customer_id,day,amount,status,quantity\n${rows.join("\n")}\n`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
