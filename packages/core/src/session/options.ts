import type { CheckEngine } from "../model/check/check.js";
import type { PlanOptions } from "../plan/plan.js";

/** How a workspace is opened. */
export interface WorkspaceOptions {
  /** A folder in or below the project. @default process.cwd() */
  readonly dir?: string | undefined;
  /** @default the configuration's `defaultTarget` */
  readonly target?: string | undefined;
  /** Environment whose relations are built and read; `prod` has the plain names. @default "prod" */
  readonly environment?: string | undefined;
  /** Overrides of project variables as text, as from `--var`; unknown names are errors. */
  readonly vars?: Readonly<Record<string, string>> | undefined;
  /** Where SLUICE_VAR_* are looked up. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** The run's `$now`: an ISO date or timestamp (UTC when without zone). @default the clock */
  readonly now?: string | undefined;
  /** What the clock says, where it is not the machine's: a saved plan is applied with the time it was made at. */
  readonly clock?: string | undefined;
  /** Runs the checks; `createCheckEngine()` of `@sluice/dq`. */
  readonly checks: CheckEngine;
  /** The command line, told to other processes that meet our lock. */
  readonly command?: string | undefined;
  /** Opens the warehouse beside other readers, in this and other processes; nothing can be built then. @default false */
  readonly readOnly?: boolean | undefined;
  /** Takes over a warehouse that belongs to a project of another name: this one was renamed. @default false */
  readonly adopt?: boolean | undefined;
  /** Opens the warehouse while the project loads, for what certainly needs it. @default false */
  readonly prepare?: boolean | undefined;
  /** How long to wait for another process's lock, in milliseconds. @default 0 */
  readonly lockTimeoutMs?: number | undefined;
  readonly onLockWait?: ((holder: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** dbt's selection grammar; each entry may hold several specs separated by spaces (a union). */
export interface Selection {
  readonly select?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
}

/** How a plan is executed. */
export interface ApplyOptions {
  /** Stop at the first failure. @default false */
  readonly failFast?: boolean | undefined;
  /** Repetitions of a node after an error that may pass; a model's own `retries` comes first. @default 0 */
  readonly retries?: number | undefined;
  /** How long one attempt at a node may take, in milliseconds; a model's own `timeout` comes first. @default no limit */
  readonly nodeTimeoutMs?: number | undefined;
  /** How long the whole run may take, in milliseconds; what it has built by then is kept. @default no limit */
  readonly runTimeoutMs?: number | undefined;
  /** How long a cancelled query has to end, in milliseconds. @default 30_000 */
  readonly graceMs?: number | undefined;
  /** Called for a node that cannot be stopped from inside: the process has to go. */
  readonly onStuck?: ((node: string) => void) | undefined;
  /** Shown in the history. @default "build" */
  readonly command?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What to build, and how. */
export interface BuildOptions extends PlanOptions, ApplyOptions {}

/** How two environments are compared. */
export interface DiffOptions extends Selection {
  /** Columns that pair rows. @default the key of a model's kind, else the columns of a `unique` check */
  readonly on?: readonly string[] | undefined;
  /** An SQL condition in the project's plain names: only rows for which it is true are compared. */
  readonly where?: string | undefined;
  /** Greatest difference of floats and decimals that counts as equal. @default exact */
  readonly tolerance?: number | undefined;
  /** Rows in each sample; 0 takes none. @default 5 */
  readonly limit?: number | undefined;
  /** Compare columns only and read no data. @default false */
  readonly schemaOnly?: boolean | undefined;
  /** Called before each model. */
  readonly onProgress?:
    | ((at: { readonly name: string; readonly position: number; readonly total: number }) => void)
    | undefined;
  readonly signal?: AbortSignal | undefined;
}
