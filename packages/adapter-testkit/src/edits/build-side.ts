import {
  defineModel,
  defineProject,
  isBuilt,
  isSluiceError,
  openWorkspace,
  sql,
} from "@sluice/core";
import type { Diagnostic, RunEvent } from "@sluice/core";
import type { ColumnInfo, TargetEngine, WarehouseAdapter } from "@sluice/core/adapter";
import { z } from "zod";
import { given, rowsOf } from "../context.js";
import { expressionChecks } from "./expression-checks.js";
import { configurationOf, type Project } from "./parts.js";
import { ProjectFolder, relationsOf } from "./project-files.js";

/** A relation as readers see it. */
export interface RelationContent {
  /** Names with types, in order. */
  readonly columns: readonly string[];
  /** Rows as texts, sorted. */
  readonly rows: readonly string[];
}

/** The end of a build. */
export interface BuildOutcome {
  /** The first error of each model; the project's own under an empty name. */
  readonly errors: ReadonlyMap<string, Pick<Diagnostic, "code" | "message">>;
  /** Names of models that were built. */
  readonly built: ReadonlySet<string>;
  /** Models whose relation is what the project says: neither failed nor behind one that failed. */
  readonly relations: ReadonlyMap<string, RelationContent>;
}

/** Models that a plan builds, and columns that may differ after it. */
export interface PlanOutcome {
  /** Names of models that a build would build. */
  readonly built: ReadonlySet<string>;
  /** By model the columns whose values may differ from those that are built. */
  readonly changed: ReadonlyMap<string, readonly string[] | "all">;
}

/** Alias of a relation whose rows are read: a column of that name would stand for the row. */
const rowAlias = "row_of_relation";

/** Time for one query: an edited recursion may have no end. */
const queryMs = 20_000;

/** Makes the engine of a warehouse with settings. */
export type CreateEngine = (settings: Readonly<Record<string, string | boolean>>) => TargetEngine;

/** A folder with a project and the warehouse that it is built in. */
export class BuildSide {
  readonly #folder: ProjectFolder;
  readonly #create: CreateEngine;
  readonly #rowText: (alias: string) => string;
  #warehouse: WarehouseAdapter | undefined;

  constructor(dir: string, create: CreateEngine, rowText: (alias: string) => string) {
    this.#folder = new ProjectFolder(dir);
    this.#create = create;
    this.#rowText = rowText;
  }

  /** Writes the project, builds it, and reads what readers see. */
  async build(project: Project): Promise<BuildOutcome> {
    const workspace = await this.#open(project);
    try {
      const events: RunEvent[] = [];
      for await (const event of workspace.build({ nodeTimeoutMs: queryMs })) events.push(event);
      return await this.#outcome(project, events);
    } catch (error) {
      if (!isSluiceError(error)) throw error;
      return { errors: errorsOf(error.all), built: new Set(), relations: new Map() };
    } finally {
      await workspace.close();
      this.#warehouse = undefined;
    }
  }

  /** Writes the project, and plans a build. */
  async plan(project: Project): Promise<PlanOutcome> {
    const workspace = await this.#open(project);
    try {
      const { nodes, changes } = await workspace.plan();
      const built = nodes.filter(isBuilt).map(({ name }) => name);
      const changed = changes.map(({ name, changed: columns }) => [name, columns] as const);
      return { built: new Set(built), changed: new Map(changed) };
    } finally {
      await workspace.close();
      this.#warehouse = undefined;
    }
  }

  /** Results of queries over what is built, in order; undefined where the engine refuses one. */
  async results(
    project: Project,
    queries: readonly string[],
  ): Promise<readonly (RelationContent | undefined)[]> {
    const { settings } = configurationOf(project);
    const engine = this.#create(settings);
    const warehouse = await engine.open({ projectDir: this.#folder.dir, command: "testkit" });
    try {
      const results: (RelationContent | undefined)[] = [];
      for (const query of queries) results.push(await this.#result(query, warehouse));
      return results;
    } finally {
      await warehouse.close();
    }
  }

  #open(project: Project) {
    this.#folder.write(project);
    const { dir } = this.#folder;
    provide(dir, this.#configuration(project));
    return openWorkspace({ dir, env: {}, checks: expressionChecks });
  }

  #configuration(project: Project) {
    const { factor, rates, settings, folders } = configurationOf(project);
    const engine = this.#create(settings);
    const open: TargetEngine["open"] = async (options) =>
      (this.#warehouse = await engine.open(options));
    return defineProject({
      name: "edits",
      targets: { dev: { ...engine, open } },
      vars: z.object({
        factor: z.number().default(factor),
        rates: z.map(z.string(), z.number()).default(new Map(Object.entries(rates))),
      }),
      models: Object.fromEntries(
        Object.entries(folders).map(([folder, kind]) => [folder, { kind }]),
      ),
    });
  }

  async #outcome(project: Project, events: readonly RunEvent[]): Promise<BuildOutcome> {
    const results = events.flatMap((event) =>
      event.type === "node_finished" ? [event.result] : [],
    );
    const named = (status: string) =>
      new Set(results.filter((result) => result.status === status).map(({ name }) => name));
    const absent = new Set([...named("failed"), ...named("skipped"), ...named("cancelled")]);
    const names = relationsOf(project).filter((name) => !absent.has(name));
    const errors = new Map(
      results.flatMap(({ name, status, error }) =>
        status === "failed" ? [[name, error ?? refusedByCheck]] : [],
      ),
    );
    return { errors, built: named("built"), relations: await this.#contents(names) };
  }

  /** Columns and rows of a query; undefined where the engine refuses it. */
  async #result(query: string, warehouse: WarehouseAdapter): Promise<RelationContent | undefined> {
    const signal = AbortSignal.timeout(queryMs);
    try {
      const { columns } = await warehouse.dryRun(query, { signal });
      const text = `select ${this.#rowText(rowAlias)} as row from (${query.replace(/;$/u, "")}) as ${rowAlias}`;
      const rows = await rowsOf(warehouse, text, signal);
      return {
        columns: columns.map(({ name, type }) => `${name} ${type}`),
        rows: rows.flatMap(({ row }) => (typeof row === "string" ? [row] : [])).sort(),
      };
    } catch (error) {
      if (!isSluiceError(error)) throw error;
      return undefined;
    }
  }

  /** Columns and rows of relations, by one listing and one query. */
  async #contents(names: readonly string[]): Promise<ReadonlyMap<string, RelationContent>> {
    const warehouse = given(this.#warehouse);
    const { dialect } = warehouse;
    const refs = names.map((name) => {
      const [schema = "", relation = ""] = name.split(".");
      return { schema, name: relation };
    });
    const queries = refs.map(
      (ref) =>
        `select ${dialect.literal(`${ref.schema}.${ref.name}`)} as name, ${this.#rowText(rowAlias)} as row from ${dialect.relation(ref)} as ${rowAlias}`,
    );
    const rows = new Map<string, string[]>(names.map((name) => [name, []]));
    const signal = AbortSignal.timeout(queryMs);
    for (const { name, row } of await rowsOf(warehouse, queries.join(" union all "), signal))
      if (typeof name === "string" && typeof row === "string") rows.get(name)?.push(row);
    const columns = await columnsOf(warehouse, [...new Set(refs.map(({ schema }) => schema))]);
    return new Map(
      [...rows].map(([name, texts]) => [
        name,
        { columns: columns.get(name) ?? [], rows: texts.sort() },
      ]),
    );
  }
}

async function columnsOf(
  warehouse: WarehouseAdapter,
  schemas: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const text = ({ name, type }: ColumnInfo) => `${name} ${type}`;
  const relations = await warehouse.list(schemas);
  return new Map(
    relations.map(({ schema, name, columns }) => [`${schema}.${name}`, columns.map(text)]),
  );
}

const refusedByCheck = { code: "RUN.CHECK_FAILED", message: "a check refused the rows" } as const;

function errorsOf(errors: readonly Diagnostic[]): BuildOutcome["errors"] {
  const found = new Map<string, Diagnostic>();
  for (const error of errors.filter(({ severity }) => severity === "error")) {
    const name = error.where?.model ?? error.where?.file ?? "";
    if (!found.has(name)) found.set(name, error);
  }
  return found;
}

const configurations = new Map<string, unknown>();

/** Files of the project find here what a folder without packages cannot import. */
function provide(dir: string, configuration: unknown): void {
  configurations.set(dir, configuration);
  const config = (of: string) => configurations.get(of);
  Object.assign(globalThis, { sluiceEdits: { config, defineModel, sql } });
}
