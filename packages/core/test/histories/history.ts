import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { ByTime } from "./simulation/by-time.js";
import type { BuildInput, HourRange, InputRow, SimulatedTable } from "./simulation/table.js";
import type { Row } from "../../src/adapter/values.js";
import { collect, finish, TestProject } from "../project.js";
import type { RunEvent } from "../../src/events/event.js";
import type { Workspace } from "../../src/workspace/workspace.js";
import {
  aboveNames,
  at,
  contentQuery,
  firstEdits,
  inputFiles,
  logicOf,
  modelFiles,
  spellings,
  tables,
  type Edits,
  type Written,
} from "./history-project.js";

/** One event of a history. */
export type Step =
  | { readonly do: "insert"; readonly hour: number; readonly amount: number }
  | { readonly do: "correct"; readonly nth: number; readonly amount: number }
  | { readonly do: "mark_gone" | "take_away"; readonly nth: number }
  | { readonly do: "build"; readonly later: number }
  | { readonly do: "build_earlier"; readonly earlier: number }
  | {
      readonly do: "edit";
      readonly place: Place;
      readonly to: Partial<Written>;
      readonly then: Then;
    }
  | { readonly do: "restate"; readonly range: HourRange }
  | { readonly do: "build with"; readonly option: "rebuild" | "forward only" }
  | { readonly do: "build one"; readonly name: string; readonly option?: BuildInput["option"] }
  | { readonly do: "run" }
  | { readonly do: "refused" }
  | { readonly do: "other environment"; readonly place: Place; readonly to: Partial<Written> };

/** The edited query: that of all tables, or one above by its place. */
type Place = "own" | number;

/** The models that are built after an edit: all, or models above without the tables that read them. */
type Then = "build" | "build above" | "nothing";

const hour = fc.integer({ min: 0, max: 150 });
const amount = fc.integer({ min: 1, max: 4 });
const nth = fc.nat(30);
const range = fc
  .tuple(fc.nat(5), fc.integer({ min: 1, max: 3 }))
  .map(([day, days]) => ({ start: day * 24, end: (day + days) * 24 }));

const anyPlace = fc.constantFrom<Place[]>("own", ...aboveNames.keys());
const anyText = fc.oneof(
  fc.record({ spelling: fc.constantFrom(...spellings) }),
  fc.record({ factor: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ unread: fc.nat(2) }),
);
const anyEdit = fc.record({
  do: fc.constant("edit" as const),
  place: anyPlace,
  to: anyText,
  then: fc.constantFrom<Then[]>("build", "build", "build above", "nothing"),
});

/** Steps as often as they are worth their time. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("insert" as const), hour, amount }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("correct" as const), nth, amount }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("mark_gone" as const), nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("take_away" as const), nth }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("build" as const),
      later: fc.constantFrom(0, 1, 7, 24, 50),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("build_earlier" as const),
      earlier: fc.constantFrom(1, 24, 40),
    }),
  },
  { weight: 4, arbitrary: anyEdit },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restate" as const), range }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("build with" as const),
      option: fc.constantFrom("rebuild", "forward only"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("build one" as const),
      name: fc.constantFrom(...Object.keys(tables)),
      option: fc.constantFrom(undefined, undefined, "rebuild", "forward only"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("run", "refused") }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("other environment" as const),
      place: anyPlace,
      to: anyText,
    }),
  },
);

/** Where a project and the simulation differ after a step. */
export interface Difference {
  readonly step: number;
  readonly model: string;
  readonly project: readonly string[];
  readonly simulated: readonly string[];
}

/** Files in the place of those of the history, and an environment in the place of production. */
interface RunOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: string;
}

/** A project and its simulation, which take the same steps. */
export class History {
  readonly project = new TestProject({});
  readonly #tables = new Map<string, SimulatedTable>(
    Object.entries(tables).map(([name, { simulate }]) => [name, simulate()]),
  );
  #rows: readonly InputRow[] = [{ id: 0, hour: 3, amount: 1, gone: false }];
  #edits: Edits = firstEdits;
  #now = 30;
  #nextId = 1;
  #found: readonly Row[] = [];
  /** The queries that each table is published with. */
  readonly #applied = new Map<string, Edits>();
  /** The queries above as they are published; undefined where that is not followed. */
  #above: Edits["above"] | undefined;

  /** Takes all steps after a first build; stops at the first difference. */
  async run(steps: readonly Step[]): Promise<readonly Difference[]> {
    const all: readonly Step[] = [{ do: "build", later: 0 }, ...steps];
    for (const [index, step] of all.entries()) {
      if (!(await this.#take(step))) continue;
      const differences = this.#compare(index);
      if (differences.length > 0) return differences;
    }
    return [];
  }

  /** Returns whether the step built anything. */
  async #take(step: Step): Promise<boolean> {
    switch (step.do) {
      case "build":
        this.#now += step.later;
        return this.#build(this.#now);
      case "build_earlier":
        return this.#build(Math.max(1, this.#now - step.earlier));
      case "edit":
        this.#edits = edited(this.#edits, step);
        if (step.then === "nothing") return false;
        return step.then === "build" ? this.#build(this.#now) : this.#buildAbove();
      case "restate":
        return this.#restate(step.range);
      case "build with":
        return this.#build(this.#now, { option: step.option });
      case "build one":
        return this.#build(this.#now, step);
      case "run":
        return this.#runDue();
      case "refused":
        return this.#buildRefused();
      case "other environment":
        return this.#buildElsewhere(edited(this.#edits, step));
      default:
        this.#rows = this.#changed(step);
        return false;
    }
  }

  #changed(step: Step): readonly InputRow[] {
    if (step.do === "insert") {
      const { hour, amount } = step;
      this.#nextId += 1;
      return [...this.#rows, { id: this.#nextId, hour, amount, gone: false }];
    }
    // The first row is never touched: a query without rows is refused under `deletes: missing`.
    const place =
      "nth" in step && this.#rows.length > 1 ? 1 + (step.nth % (this.#rows.length - 1)) : 0;
    if (place === 0) return this.#rows;
    return this.#rows.flatMap((row, index) => {
      if (index !== place) return [row];
      if (step.do === "correct") return [{ ...row, amount: step.amount }];
      return step.do === "mark_gone" ? [{ ...row, gone: !row.gone }] : [];
    });
  }

  #input(now: number, option?: BuildInput["option"]): BuildInput {
    return { rows: this.#rows, now, logic: logicOf(this.#edits), option };
  }

  /** Does something to the project as it is, and reads the tables. */
  async #run(
    now: number,
    work: (workspace: Workspace) => AsyncIterable<RunEvent>,
    { files = {}, environment }: RunOptions = {},
  ): Promise<void> {
    const own = { ...inputFiles(this.#rows), ...modelFiles(this.#edits) };
    this.project.write({ ...own, ...files });
    this.#found = await this.project.with(
      async (workspace) => {
        await finish(work(workspace));
        return collect((await workspace.query(contentQuery)).rows);
      },
      { now: at(now), environment },
    );
  }

  /** Builds all tables, or one with what it needs. */
  async #build(
    now: number,
    { name, option }: { readonly name?: string; readonly option?: BuildInput["option"] } = {},
  ): Promise<boolean> {
    const options = {
      ...(name !== undefined && { select: [`marts.${name}`] }),
      rebuild: option === "rebuild",
      forwardOnly: option === "forward only",
    };
    await this.#run(now, (workspace) => workspace.build(options));
    // Queries above are published where the table needs them: whether it did is not followed.
    this.#above = name === undefined ? this.#edits.above : undefined;
    // C4: no other table changes.
    this.#simulate(
      name === undefined ? [...this.#tables.keys()] : [name],
      this.#input(now, option),
    );
    return true;
  }

  #simulate(names: readonly string[], input: BuildInput): void {
    for (const name of names)
      if (this.#tables.get(name)?.build(input) === true) this.#applied.set(name, this.#edits);
  }

  /** No table is built, so that none changes. */
  async #buildAbove(): Promise<boolean> {
    await this.#run(this.#now, (workspace) => workspace.build({ select: ["stg.*"] }));
    this.#above = this.#edits.above;
    return true;
  }

  /** N1: a build that a check of every table refuses leaves the rows and what is recorded of them. */
  async #buildRefused(): Promise<boolean> {
    const refusing = modelFiles(this.#edits, "checks: [{ expression: 'id < 0' }]");
    await this.#run(this.#now, (workspace) => workspace.build(), { files: refusing });
    this.#above = this.#edits.above;
    return true;
  }

  /** N2: an environment that is built with an edit from data of its own, and removed, leaves the tables of production. */
  async #buildElsewhere(edits: Edits): Promise<boolean> {
    const own = { id: -1, hour: 5, amount: 7, gone: false };
    const files = { ...inputFiles([own, ...this.#rows]), ...modelFiles(edits) };
    await this.#run(this.#now, (workspace) => workspace.build(), { files, environment: "dev" });
    await this.project.with((workspace) => workspace.expireEnvironment("dev", "now"));
    return false;
  }

  /** C3: a run of the schedule builds the tables whose queries, own and above, are published as they are. */
  async #runDue(): Promise<boolean> {
    const above = this.#above;
    if (above === undefined) return false;
    const now = at(this.#now);
    const models = Object.keys(tables).map((name) => ({
      model: `marts.${name}`,
      tick: now,
      missed: 0,
    }));
    await this.#run(this.#now, (workspace) => workspace.run({ at: now, models }));
    const isApplied = (name: string) =>
      isPublished(this.#edits, { above, own: this.#applied.get(name) });
    this.#simulate([...this.#tables.keys()].filter(isApplied), this.#input(this.#now));
    return true;
  }

  async #restate(range: HourRange): Promise<boolean> {
    // Other time and edits are built first: the step is about the range alone.
    await this.#build(this.#now);
    const restate = { start: at(range.start), end: at(range.end) };
    const select = Object.keys(tables).filter((name) => name.startsWith("by_time"));
    const options = { select: select.map((name) => `marts.${name}`), restate };
    await this.#run(this.#now, (workspace) => workspace.build(options));
    for (const table of this.#tables.values()) {
      if (table instanceof ByTime) table.restate(range, this.#input(this.#now));
    }
    return true;
  }

  #compare(step: number): readonly Difference[] {
    const found = new Map<string, string[]>([...this.#tables.keys()].map((name) => [name, []]));
    for (const { model, row } of this.#found) {
      if (typeof model === "string" && typeof row === "string") found.get(model)?.push(row);
    }
    return [...this.#tables].flatMap(([model, table]) => {
      const project = [...(found.get(model) ?? [])].sort();
      const simulated = [...table.rows].sort();
      const isEqual = JSON.stringify(project) === JSON.stringify(simulated);
      return isEqual ? [] : [{ step, model, project, simulated }];
    });
  }
}

function edited(
  { own, above }: Edits,
  { place, to }: { readonly place: Place; readonly to: Partial<Written> },
): Edits {
  if (place === "own") return { own: { ...own, ...to }, above };
  return { own, above: above.map((query, at) => (at === place ? { ...query, ...to } : query)) };
}

/** The text of an ephemeral model is a part of the table's query: another way to write it is no edit. */
function isPublished(
  now: Edits,
  { above, own }: { readonly above: Edits["above"]; readonly own: Edits | undefined },
): boolean {
  const isSame = isDeepStrictEqual(now.above.slice(0, -1), above.slice(0, -1));
  const isSameInner = now.above.at(-1)?.factor === own?.above.at(-1)?.factor;
  const { factor, spelling } = now.own;
  return isSame && isSameInner && factor === own?.own.factor && spelling === own.own.spelling;
}
