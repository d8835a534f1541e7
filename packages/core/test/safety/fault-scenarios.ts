import type { Failpoint } from "../../src/base/failpoint/failpoint.js";
import { toLayoutOne } from "../layout-one.js";
import type { Action } from "../process/protocol.js";
import type { TestProject } from "../project.js";
import { allKinds, csv, daily, firstRows, model, nextDay } from "./fault-project.js";

/** A command that is killed, and what it finds. */
export interface FaultScenario {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Brings warehouse and files to where the command begins. */
  readonly before?: (project: TestProject) => Promise<unknown>;
  readonly action: Action;
  readonly clock: string;
  readonly environment?: string;
  /** The command ends with failures. @default false */
  readonly fails?: boolean;
  /** What brings a warehouse on which it failed to its end, run after an undisturbed and after a killed command. */
  readonly mend?: (project: TestProject) => Promise<unknown>;
  /**
   * Tables whose rows are committed by parts, with the column that tells a row's part, none where all rows are one; the others are seen as they
   * were before the command or after it, all of them.
   */
  readonly parts?: Readonly<Record<string, string>>;
  /** Killed after every call that writes, since what lies between two of them has no step of its own. @default false */
  readonly everyWrite?: boolean;
  /** Steps without which the scenario would not show what it is for. */
  readonly reaches: readonly Failpoint[];
}

const early = "2024-01-05T00:00:00Z";
const late = "2024-01-16T00:00:00Z";
const build: Action = { do: "build" };
const at = (clock: string) => (project: TestProject) => project.build({}, { clock });

const events = {
  "models/raw/events.seed.yaml": "file: data/events.csv\n",
  "data/events.csv": csv(...firstRows, "5,2024-01-08 01:00:00,9", "6,2024-01-11 01:00:00,4"),
  "models/marts/daily.sql": daily(),
  "models/marts/weekly.sql": allKinds["models/marts/weekly.sql"],
  "models/marts/total.sql": model("kind: table", "select sum(n)::int as n from marts.weekly"),
};
const byTime = { "marts.daily": "day", "marts.weekly": "week" };

const plain = {
  "models/a/one.sql": model("kind: table\nchecks: [{ expression: v > 0 }]", "select 1 as v"),
  "models/a/shown.sql": "select v from a.one",
  "models/a/two.sql": model("kind: table", "select sum(v)::int as v from a.shown"),
};
const edited = (v: number) => ({
  "models/a/one.sql": model("kind: table", `select ${String(v)} as v`),
});

async function editedTwice(project: TestProject): Promise<void> {
  await project.build({}, { clock: early });
  for (const v of [2, 3]) {
    project.write(edited(v));
    await project.build({}, { clock: early });
  }
}

const people = (...rows: readonly string[]) => ({
  "data/people.csv": `id,plan,since\n${rows.join("\n")}\n`,
});
const keyed = {
  "models/raw/rows.seed.yaml": "file: data/events.csv\n",
  "data/events.csv": csv(...firstRows),
  "models/marts/present.sql": model(
    "kind: { type: incremental_by_key, key: [id], deletes: missing }",
    "select id, ts, amount from raw.rows",
  ),
  "models/marts/latest.sql": allKinds["models/marts/latest.sql"].replaceAll(
    "staging.events",
    "raw.rows",
  ),
  "models/marts/log.sql": allKinds["models/marts/log.sql"].replaceAll("staging.events", "raw.rows"),
};

export const faultScenarios: readonly FaultScenario[] = [
  {
    name: "first run of every kind",
    files: allKinds,
    action: build,
    clock: early,
    parts: byTime,
    reaches: ["state.created", "kept.created", "batch.deleted", "rows.written", "table.checked"],
  },
  {
    name: "next day of every kind, with edits",
    files: allKinds,
    before: async (project) => {
      await project.build({}, { clock: early });
      nextDay(project);
    },
    action: { do: "apply" },
    clock: late,
    parts: { ...byTime, "marts.latest": "", "marts.history": "" },
    reaches: ["kept.created", "batches.merged", "rows.staged", "promote.views"],
  },
  {
    name: "run with a refused batch",
    files: { ...events, "models/marts/daily.sql": daily({ most: 3 }) },
    before: async (project) => {
      await project.build({}, { clock: early });
      const rows = ["a,", "b,", "c,", "d,"].map(
        (_, i) => `${String(10 + i)},2024-01-07 01:00:00,1`,
      );
      project.write({ "data/events.csv": csv(...firstRows, ...rows) });
    },
    action: build,
    clock: late,
    fails: true,
    mend: async (project) => {
      project.write({ "data/events.csv": events["data/events.csv"] });
      await project.build({}, { clock: late });
    },
    parts: byTime,
    reaches: ["batch.deleted", "kept.checked", "run.committed"],
  },
  {
    name: "restatement with its readers",
    // A table would be built anew by each repetition: a view is what it was.
    files: { ...events, "models/marts/total.sql": "select sum(n)::int as n from marts.weekly" },
    before: async (project) => {
      await project.build({}, { clock: late });
      project.write({ "data/events.csv": csv("1,2024-01-02 10:00:00,5", ...firstRows) });
    },
    action: {
      do: "build",
      options: {
        select: ["raw.events", "marts.daily"],
        restate: { start: "2024-01-02", end: "2024-01-09" },
      },
    },
    clock: late,
    parts: { ...byTime, "marts.total": "n" },
    reaches: ["batch.deleted", "batches.merged"],
  },
  {
    name: "backfill of a part",
    files: events,
    before: async (project) => {
      await project.build({ window: { start: "2024-01-10" } }, { clock: late });
    },
    action: { do: "build", options: { window: { start: "2024-01-02", end: "2024-01-08" } } },
    clock: late,
    parts: byTime,
    reaches: ["batch.inserted", "batches.merged"],
  },
  {
    name: "edit that keeps rows",
    files: events,
    before: async (project) => {
      await project.build({}, { clock: early });
      project.write({ "models/marts/daily.sql": daily({ more: ", min(id)::int as first" }) });
    },
    action: { do: "build", options: { forwardOnly: true } },
    clock: late,
    // The edited table is a copy until it is published; the one that reads none of the edit goes on in place.
    parts: { "marts.weekly": "week" },
    reaches: ["kept.created", "kept.recorded", "kept.prepared", "promote.views"],
  },
  {
    name: "second environment",
    files: events,
    before: async (project) => {
      await project.build({}, { clock: late });
      project.write({
        "models/marts/total.sql": model("kind: table", "select max(n)::int as n from marts.weekly"),
      });
    },
    action: build,
    environment: "dev",
    clock: late,
    reaches: ["table.created", "promote.views", "promote.recorded"],
  },
  {
    name: "environment with data of its own",
    files: {
      ...events,
      ...keyed,
      "data/rows.csv": csv(...firstRows),
      "models/raw/rows.seed.yaml": "file: data/rows.csv\n",
    },
    before: async (project) => {
      await project.build({}, { clock: early });
      const more = [...firstRows, "5,2024-01-08 01:00:00,9", "9,2024-01-11 10:00:00,1"];
      project.write({ "data/events.csv": csv(...more), "data/rows.csv": csv(...more) });
    },
    action: build,
    environment: "dev",
    clock: late,
    reaches: ["kept.created", "kept.recorded", "rows.written", "batches.merged", "promote.views"],
  },
  {
    name: "state of an older layout",
    files: plain,
    before: async (project) => {
      await editedTwice(project);
      await toLayoutOne(project);
    },
    action: build,
    clock: early,
    reaches: ["state.migrated", "run.ended"],
  },
  {
    name: "merge of changed, removed and new rows",
    files: keyed,
    before: async (project) => {
      await project.build({}, { clock: early });
      project.write({
        "data/events.csv": csv(
          ...firstRows.slice(1),
          "2,2024-01-06 11:00:00,70",
          "9,2024-01-07 10:00:00,1",
        ).replace("2,2024-01-02 11:00:00,7\n", ""),
      });
    },
    action: build,
    clock: late,
    parts: { "marts.present": "", "marts.latest": "", "marts.log": "" },
    everyWrite: true,
    reaches: ["rows.staged", "rows.written", "kept.changed"],
  },
  {
    name: "history with back-dated changes",
    files: {
      "models/raw/people.seed.yaml": "file: data/people.csv\n",
      ...people("1,basic,2024-01-01", "2,basic,2024-01-01", "3,basic,2024-01-01"),
      "models/marts/people.sql": model(
        "kind: { type: snapshot, key: id, strategy: check, columns: [plan], valid_from: { column: since }, hard_deletes: invalidate }",
        "select id, plan, since::timestamp as since from raw.people",
      ),
    },
    before: async (project) => {
      await project.build({}, { clock: early });
      project.write(people("1,pro,2024-01-10", "2,pro,2024-01-10", "3,basic,2024-01-01"));
      await project.build({}, { clock: "2024-01-12T00:00:00Z" });
      project.write(people("1,plus,2024-01-07", "2,free,2024-01-14", "4,basic,2024-01-03"));
    },
    action: build,
    clock: late,
    parts: { "marts.people": "" },
    everyWrite: true,
    reaches: ["rows.staged", "rows.written", "kept.changed", "kept.committed"],
  },
  {
    name: "scheduled run",
    files: {
      ...events,
      "models/marts/daily.sql": daily({ cron: "0 1 * * *" }),
      "models/marts/total.sql": model(
        'kind: table\ncron: "0 2 * * *"',
        "select sum(n)::int as n from marts.weekly",
      ),
    },
    before: at("2024-01-09T12:00:00Z"),
    action: { do: "run" },
    clock: "2024-01-11T02:30:00Z",
    parts: byTime,
    reaches: ["batch.deleted", "kept.committed", "run.ended", "run.committed"],
  },
  {
    name: "rollback",
    files: plain,
    before: editedTwice,
    action: { do: "rollback", to: "first" },
    clock: early,
    reaches: [],
  },
  {
    name: "clean",
    files: plain,
    before: editedTwice,
    action: { do: "clean", options: { keep: 1, olderThanMs: 0 } },
    clock: early,
    reaches: [],
  },
];
