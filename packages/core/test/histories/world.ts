import type { SimulatedTable } from "./simulation/simulated-table.js";
import { collect, finish, TestProject } from "../project.js";
import type { Row } from "../../src/warehouse/values.js";
import type { RunEvent } from "../../src/state/events/event.js";
import type { Workspace } from "../../src/workspace/workspace.js";
import {
  at,
  contentQuery,
  firstEdits,
  inputFiles,
  logicOf,
  modelFiles,
  variantOf,
  type Edits,
} from "./history-project.js";
import { tables } from "./history-tables.js";
import { PRODUCTION, type BuildInput, type InputRow } from "./simulation/table.js";

/** Files in the place of those of the history, and an environment in the place of production. */
interface RunOptions {
  readonly files?: Readonly<Record<string, string>> | undefined;
  readonly environment?: string;
}

/** Work of a command on an open project. */
export type Command = (workspace: Workspace) => Promise<void>;

/** A build of some tables in the simulation. */
interface SimulatedBuild {
  readonly now: number;
  readonly option?: BuildInput["option"];
  /** @default production */
  readonly environment?: string;
}

/** The publication of production after a command. */
interface Publication {
  readonly restore: readonly (() => void)[];
  readonly applied: ReadonlyMap<string, Edits>;
  readonly above: Edits["above"] | undefined;
}

/** A project with some of the tables and its simulation, as steps find and leave them. */
export class World {
  readonly project = new TestProject({});
  readonly names: readonly string[];
  readonly tables: ReadonlyMap<string, SimulatedTable>;
  rows: readonly InputRow[] = [{ id: 0, hour: 3, amount: 1, gone: false, changed: 3 }];
  edits: Edits = firstEdits;
  /** How the queries are written in another environment that is there. */
  branch: Edits | undefined;
  now = 30;
  /** How often everything was built anew. */
  rebuilds = 0;
  /** The environment of the last command, and the rows of its tables. */
  environment = PRODUCTION;
  found: readonly Row[] = [];
  /** The queries and options that production publishes each table with. */
  applied: ReadonlyMap<string, Edits> = new Map();
  /** The queries above as they are published; undefined where that is not followed. */
  above: Edits["above"] | undefined;
  /** Edits of before, the latest last. */
  readonly former: Edits[] = [];
  readonly #publications = new Map<number, Publication>();
  #sequence = 0;

  constructor(names: readonly string[]) {
    this.names = names;
    this.tables = new Map(
      names.flatMap((name) => {
        const table = tables[name]?.simulate();
        return table ? [[name, table] as const] : [];
      }),
    );
  }

  /** Writes the files of the project as it is. */
  write(others: Readonly<Record<string, string>> = {}): void {
    const own = { ...inputFiles(this.rows), ...modelFiles(this.names, this.edits) };
    this.project.write({ ...own, ...others });
  }

  /** Does something to the project as it is, and reads the tables. */
  async run(now: number, work: Command, { files, environment = PRODUCTION }: RunOptions = {}) {
    this.#remember();
    this.write(files);
    this.environment = environment;
    this.found = await this.project.with(
      async (workspace) => {
        await work(workspace);
        const [last] = environment === PRODUCTION ? await workspace.promotions() : [];
        this.#sequence = last?.sequence ?? this.#sequence;
        return collect((await workspace.query(contentQuery(this.names))).rows);
      },
      { ...(now < this.now ? { now: at(now) } : { clock: at(now) }), environment },
    );
  }

  /** The input of a build of one table. */
  input(name: string, { now, option, environment = PRODUCTION }: SimulatedBuild): BuildInput {
    const edits = environment === PRODUCTION ? this.edits : (this.branch ?? this.edits);
    const { options } = variantOf(name, edits);
    const { rows, rebuilds } = this;
    return { environment, rows, rebuilds, now, logic: logicOf(edits), options, option };
  }

  /** Builds tables of the simulation in production. */
  simulate(names: readonly string[], build: SimulatedBuild): void {
    const applied = new Map(this.applied);
    for (const name of names)
      if (this.tables.get(name)?.build(this.input(name, build)) === true)
        applied.set(name, this.edits);
    this.applied = applied;
  }

  /** True for the number of a promotion of production that a history can go back to. */
  remembers(sequence: number): boolean {
    return this.#publications.has(sequence);
  }

  /** Brings production back to what it published after an earlier promotion. */
  rollBack(sequence: number): void {
    const publication = this.#publications.get(sequence);
    if (!publication) return;
    for (const restore of publication.restore) restore();
    this.applied = publication.applied;
    this.above = publication.above;
  }

  #remember(): void {
    const restore = [...this.tables.values()].map(({ versions }) => versions.remember(PRODUCTION));
    const { applied, above } = this;
    this.#publications.set(this.#sequence, { restore, applied, above });
  }
}

/** Follows a build to its end. */
export const following =
  (build: (workspace: Workspace) => AsyncIterable<RunEvent>): Command =>
  async (workspace) => {
    await finish(build(workspace));
  };
