import type { RunEvent } from "@sluice/core";

/** Shows a run while it happens. */
export interface Reporter {
  /** Names that may come, so that columns stand still from the first line on. */
  expect?(names: Iterable<string>): void;
  event(event: RunEvent): void;
  /** A remark beside the run: waiting for a lock, being interrupted. */
  note(text: string): void;
  /** Ends timers and the live region; nothing is shown after. */
  close(): void;
}

export interface ReporterOptions {
  /** Also nodes that are reused. */
  readonly verbose: boolean;
  readonly quiet: boolean;
}
