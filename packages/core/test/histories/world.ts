import { collect, finish, TestProject } from "../project.js";
import type { Row } from "../../src/adapter/values.js";
import type { RunEvent } from "../../src/events/event.js";
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
import type { BuildInput, InputRow, SimulatedTable } from "./simulation/table.js";

/** Files in the place of those of the history, and an environment in the place of production. */
interface RunOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: string;
}

/** Work of a command on an open project. */
export type Command = (workspace: Workspace) => AsyncIterable<RunEvent>;

/** A project with some of the tables and its simulation, as steps find and leave them. */
export class World {
  readonly project = new TestProject({});
  readonly names: readonly string[];
  readonly tables: ReadonlyMap<string, SimulatedTable>;
  rows: readonly InputRow[] = [{ id: 0, hour: 3, amount: 1, gone: false }];
  edits: Edits = firstEdits;
  now = 30;
  /** The rows of the tables after the last command. */
  found: readonly Row[] = [];
  /** The queries and options that each table is published with. */
  readonly applied = new Map<string, Edits>();
  /** The queries above as they are published; undefined where that is not followed. */
  above: Edits["above"] | undefined;

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
  async run(now: number, work: Command, { files, environment }: RunOptions = {}) {
    this.write(files);
    this.found = await this.project.with(
      async (workspace) => {
        await finish(work(workspace));
        return collect((await workspace.query(contentQuery(this.names))).rows);
      },
      { ...(now < this.now ? { now: at(now) } : { clock: at(now) }), environment },
    );
  }

  /** The input of a build of one table. */
  input(name: string, now: number, option?: BuildInput["option"]): BuildInput {
    const { options } = variantOf(name, this.edits);
    return { rows: this.rows, now, logic: logicOf(this.edits), options, option };
  }

  /** Builds tables of the simulation. */
  simulate(names: readonly string[], now: number, option?: BuildInput["option"]): void {
    for (const name of names)
      if (this.tables.get(name)?.build(this.input(name, now, option)) === true)
        this.applied.set(name, this.edits);
  }
}
