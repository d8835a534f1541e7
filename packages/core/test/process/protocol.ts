import type { RunEvent } from "../../src/state/events/event.js";
import type { CleanOptions } from "../../src/maintenance/environments/clean.js";
import type { BuildOptions } from "../../src/session/options.js";

/** Where a process ends itself with SIGKILL. */
export type KillPoint =
  | { readonly at: "event"; readonly index: number }
  | { readonly at: "event type"; readonly event: RunEvent["type"] }
  /** The n-th call that writes to the warehouse: as it is asked for, while it runs, or when it is done. */
  | {
      readonly at: "write";
      readonly index: number;
      readonly moment: "before" | "during" | "after";
    };

/**
 * SQL that another hand runs at the n-th call that writes to the warehouse, on its connection and in its transaction: one
 * that fails makes the call fail as an error of the engine does.
 */
export interface Meddling {
  readonly index: number;
  readonly moment: "before" | "after";
  readonly sql: string;
}

/** What a process does with a project, as a command of the command line would. */
export type Action =
  | { readonly do: "build"; readonly options?: BuildOptions }
  /** A plan that is made, then applied. */
  | { readonly do: "apply"; readonly options?: BuildOptions }
  | { readonly do: "plan" }
  /** Every round that is due. */
  | { readonly do: "run" }
  /** `first`: the oldest promotion there is. */
  | { readonly do: "rollback"; readonly to?: string }
  | { readonly do: "clean"; readonly options?: CleanOptions }
  | { readonly do: "expire"; readonly environment: string }
  | { readonly do: "query"; readonly sql: string }
  | { readonly do: "diff"; readonly a: string; readonly b: string }
  | { readonly do: "compact" }
  | { readonly do: "backup"; readonly to: string }
  | { readonly do: "restore"; readonly from: string };

/** What a process is told. */
export interface WorkerOptions {
  readonly dir: string;
  /** @default a build */
  readonly action?: Action | undefined;
  /** Short for an action: back by one promotion, `dev` removed, everything cleaned away that may be. */
  readonly work?: "rollback" | "expire" | "clean" | undefined;
  readonly environment?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly kill?: KillPoint | undefined;
  readonly meddling?: Meddling | undefined;
  /** Step of the run at which the process ends itself, as `SLUICE_FAILPOINT` names it. */
  readonly failpoint?: string | undefined;
  /** What the clock says. */
  readonly clock?: string | undefined;
  /** Breaks the engine on purpose: every statement commits alone. */
  readonly withoutTransactions?: boolean | undefined;
  /** Milliseconds each call that writes is held up before it begins. */
  readonly slow?: number | undefined;
  /** Memory the engine may take, as DuckDB writes it. */
  readonly memoryLimit?: string | undefined;
  /** Path of a copy for readers. */
  readonly copy?: string | undefined;
  readonly command?: string | undefined;
  readonly lockTimeoutMs?: number | undefined;
}

/** What a process says, a line each. */
export type Message =
  | { readonly type: "event"; readonly event: RunEvent["type"] }
  | { readonly type: "write"; readonly index: number }
  /** The meddling is about to happen. */
  | { readonly type: "meddled" }
  | { readonly type: "waiting"; readonly holder: string }
  | { readonly type: "row"; readonly row: Readonly<Record<string, unknown>> }
  /** A node of a run, or its published copy, failed. */
  | { readonly type: "failure"; readonly code: string; readonly message: string }
  | { readonly type: "error"; readonly code: string; readonly message: string }
  | { readonly type: "done"; readonly ok?: boolean };
