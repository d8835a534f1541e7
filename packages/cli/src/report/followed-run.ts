import type { Diagnostic, NodeResult, RunEvent, RunSummary } from "@sluice/core";
import type { Reporter } from "./reporter.js";

/** What a run told, as it is needed at its end. */
export interface FollowedRun {
  readonly target: string;
  readonly environment: string;
  readonly summary: RunSummary;
  /** From the start of the command until its warehouse was closed. */
  readonly seconds: number;
  readonly results: readonly NodeResult[];
  readonly warnings: readonly Diagnostic[];
  /** Models that the project no longer has, whose views were removed. */
  readonly removed: readonly string[];
  /** Published models outside the run that still show data of before it. */
  readonly outdated: Promoted["outdated"];
  /** The copy for readers, where one was written. */
  readonly copy?: PublishedCopy | undefined;
}

type Promoted = Extract<RunEvent, { type: "promoted" }>;

/** A file of its own that readers open. */
export interface PublishedCopy {
  readonly file: string;
  readonly relations: number;
  readonly rows: number;
}

/** Where a run works, for one that ends before it has said so. */
export interface RunPlace {
  readonly target: string;
  readonly environment: string;
}

/** Shows a run while it happens; undefined for one that never came to its end. */
export async function followRun(
  events: AsyncIterable<RunEvent>,
  reporter: Reporter,
  place: RunPlace,
): Promise<Omit<FollowedRun, "seconds"> | undefined> {
  let { target, environment } = place;
  let summary: RunSummary | undefined;
  let copy: PublishedCopy | undefined;
  let { removed, outdated }: Pick<Promoted, "removed" | "outdated"> = { removed: [], outdated: [] };
  const results: NodeResult[] = [];
  const warnings: Diagnostic[] = [];
  for await (const event of events) {
    reporter.event(event);
    if (event.type === "run_started") ({ target, environment } = event);
    else if (event.type === "node_finished") results.push(event.result);
    else if (event.type === "warning") warnings.push(event.diagnostic);
    else if (event.type === "promoted") ({ removed, outdated } = event);
    else if (event.type === "copied") copy = copyOf(event);
    else if (event.type === "run_finished") summary = event.summary;
  }
  reporter.close();
  return summary && { target, environment, summary, results, warnings, removed, outdated, copy };
}

function copyOf({ file, relations, rows }: Extract<RunEvent, { type: "copied" }>): PublishedCopy {
  return { file, relations, rows };
}
