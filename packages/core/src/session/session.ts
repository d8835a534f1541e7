import type { OpenOptions, WarehouseAdapter } from "../warehouse/warehouse-adapter.js";
import { requireScratch } from "../warehouse/absent-capability.js";
import { raiseErrors } from "../base/errors/sluice-error.js";
import { cacheDirOf } from "../project/load/load-project.js";
import type { Project } from "../model/project/project.js";
import type { Graph } from "../project/resolve/graph.js";
import { indexNames, type NameIndex } from "../project/resolve/name-index.js";
import { resolveProject, type Resolution } from "../project/resolve/resolve-project.js";
import { requireOwner } from "../state/owner.js";
import { SqlStateStore } from "../state/sql-state-store.js";
import type { Claim, StateStore } from "../state/state-store.js";
import { sortErrors } from "../project/validate/faults.js";
import { validateProject, type ValidatedGraph } from "../project/validate/validate-project.js";
import { Lazy } from "./lazy.js";
import { hasErrors, viewSchemas } from "./loaded-project.js";
import type { WorkspaceOptions } from "./options.js";
import { WarehouseOpening } from "./warehouse-opening.js";

/** What an open workspace holds: each thing made once, when first needed. */
export class Session {
  readonly project: Project;
  readonly options: WorkspaceOptions;
  readonly state: StateStore;
  /** The project's claim to the state of the warehouse. */
  readonly claim: Claim;
  /** How the warehouse is opened. */
  readonly openOptions: OpenOptions;
  readonly #scratch: Lazy<WarehouseAdapter>;
  readonly #warehouse: WarehouseOpening;
  readonly #resolution: Lazy<Resolution>;
  readonly #validated: Lazy<ValidatedGraph>;
  #index: NameIndex | undefined;
  #compact = true;
  /** The warehouse whose owner is known to be the project. */
  #owned: WarehouseAdapter | undefined;

  /** `opening` may have begun while the project was loaded. */
  constructor(project: Project, options: WorkspaceOptions, opening?: WarehouseOpening) {
    this.project = project;
    this.options = options;
    const { dialect } = project.target.engine;
    this.state = new SqlStateStore({ dialect, open: () => this.warehouse() });
    const { engine } = project.target;
    const common = {
      projectDir: project.dir,
      cacheDir: cacheDirOf(project.dir),
      signal: options.signal,
      command: options.command,
    };
    this.#scratch = new Lazy(async () => {
      requireScratch(engine);
      return engine.openScratch(common);
    });
    this.openOptions = {
      ...common,
      schemas: viewSchemas(project),
      lockTimeoutMs: options.lockTimeoutMs,
      onLockWait: options.onLockWait,
    };
    this.claim = { project, adopt: options.adopt === true };
    const { dir, target } = project;
    this.#warehouse =
      opening ?? new WarehouseOpening({ target, dir, options, schemas: viewSchemas(project) });
    this.#resolution = new Lazy(() =>
      resolveProject(project, {
        scratch: this.scratch,
        checks: options.checks,
        signal: options.signal,
      }),
    );
    this.#validated = new Lazy(async () =>
      validateProject(await this.#resolution.get(), {
        scratch: this.scratch,
        checks: options.checks,
        signal: options.signal,
        describeTable: async (location) =>
          (await (await this.warehouse()).describe(location))?.columns,
      }),
    );
  }

  readonly scratch = (): Promise<WarehouseAdapter> => this.#scratch.get();
  /** The open warehouse. Raises `STATE.OTHER_PROJECT` for that of another project. */
  readonly warehouse = async (): Promise<WarehouseAdapter> => {
    const warehouse = await this.#warehouse.get();
    if (this.#owned !== warehouse) await requireOwner(warehouse, this.claim);
    this.#owned = warehouse;
    return warehouse;
  };
  readonly validation = (): Promise<ValidatedGraph> => this.#validated.get();

  /** The resolved graph; raises one SluiceError with every diagnostic when a name or a query is not understood. */
  async graph(): Promise<Graph> {
    const { graph, diagnostics } = await this.#resolution.get();
    raiseErrors(diagnostics);
    return graph;
  }

  /** The validated graph; raises one SluiceError with every diagnostic when the project's text has an error. */
  async buildable(): Promise<ValidatedGraph> {
    const validated = await this.#validated.get();
    if (sortErrors(validated).errors.length > 0) raiseErrors(validated.diagnostics);
    return validated;
  }

  /** As `buildable`, and raises also where the data of a relation are at fault. */
  async valid(): Promise<ValidatedGraph> {
    const validated = await this.#validated.get();
    raiseErrors(validated.diagnostics);
    return validated;
  }

  /**
   * Starts to open the warehouse while the project is still being read; whoever needs it meets the error. A project whose
   * files are at fault may never need it.
   */
  prepareWarehouse(): void {
    if (!hasErrors(this.project)) this.#warehouse.start();
  }

  /** Frees the memory of the private engine; it is made again if needed. */
  async releaseScratch(): Promise<void> {
    await (await this.#scratch.drop())?.close();
  }

  /** Lets go of the warehouse, for what needs its file; whoever needs it next opens it again. */
  async releaseWarehouse(): Promise<void> {
    await this.#warehouse.release();
  }

  /** Names of models and sources, for queries given by the user. */
  get names(): NameIndex {
    this.#index ??= indexNames(this.project.models.values(), this.project.sources.values());
    return this.#index;
  }

  async close(): Promise<void> {
    const scratch = this.#scratch.made();
    await Promise.all([
      scratch.then((adapter) => adapter?.close({ compact: this.#compact })),
      this.#warehouse.close(this.#compact),
    ]);
  }

  /** Says that nothing but the history was written: closing need not tidy up the warehouse. */
  wroteHistoryOnly(): void {
    this.#compact = false;
  }
}
