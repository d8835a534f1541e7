import type { RunEvent } from "../../src/events/event.js";

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

/** What a process is told. */
export interface WorkerOptions {
  readonly dir: string;
  readonly kill?: KillPoint | undefined;
  /** Step of the run at which the process ends itself, as `SLUICE_FAILPOINT` names it. */
  readonly failpoint?: string | undefined;
  /** What the clock says. */
  readonly clock?: string | undefined;
  /** Breaks the engine on purpose: every statement commits alone. */
  readonly withoutTransactions?: boolean | undefined;
  /** Path of a copy for readers. */
  readonly copy?: string | undefined;
  readonly command?: string | undefined;
  readonly lockTimeoutMs?: number | undefined;
}

/** What a process says, a line each. */
export type Message =
  | { readonly type: "event"; readonly event: RunEvent["type"] }
  | { readonly type: "write"; readonly index: number }
  | { readonly type: "waiting"; readonly holder: string }
  | { readonly type: "error"; readonly code: string; readonly message: string }
  | { readonly type: "done" };
