import type { FaultScenario } from "./fault-scenarios.js";
import { csv, firstRows, model } from "./fault-project.js";

/** Orders and items that are checked against each other, with a table that is kept between them. */
const checkedPairs = {
  "models/raw/items.seed.yaml": "file: data/items.csv\n",
  "data/items.csv": csv(...firstRows),
  "models/raw/orders.seed.yaml": "file: data/orders.csv\n",
  "data/orders.csv": csv(...firstRows),
  "models/marts/items.sql": model(
    "kind: { type: incremental_by_key, key: id }\nchecks: [{ relationships: { column: id, to: marts.orders } }, { expression: amount > 0 }]",
    "select id, ts, amount from raw.items",
  ),
  "models/marts/seen.sql": "select id, amount from marts.items",
  "models/marts/orders.sql": model(
    "kind: table\nchecks: [{ relationships: { column: id, to: marts.items } }]",
    "select o.id, sum(i.amount)::int as total from raw.orders o left join marts.seen i using (id) group by all",
  ),
  "models/marts/rest.sql": model("kind: table", "select count(*)::int as n from marts.items"),
};

const more = csv(...firstRows, "5,2024-01-04 01:00:00,9");

const build = { do: "build" } as const;
const early = "2024-01-05T00:00:00Z";
const late = "2024-01-16T00:00:00Z";

/** Commands whose checks wait until other models are built. */
export const lateScenarios: readonly FaultScenario[] = [
  {
    name: "late checks that pass",
    files: checkedPairs,
    before: async (project) => {
      await project.build({}, { clock: early });
      project.write({ "data/items.csv": more, "data/orders.csv": more });
    },
    action: build,
    clock: late,
    reaches: ["late.checked", "group.settled", "kept.created", "kept.committed", "promote.views"],
  },
  {
    name: "late checks that fail",
    files: checkedPairs,
    before: async (project) => {
      await project.build({}, { clock: early });
      project.write({ "data/items.csv": more });
    },
    action: build,
    clock: late,
    fails: true,
    mend: async (project) => {
      project.write({ "data/orders.csv": more });
      await project.build({}, { clock: late });
    },
    everyWrite: true,
    reaches: ["late.checked", "group.settled", "run.ended"],
  },
];
