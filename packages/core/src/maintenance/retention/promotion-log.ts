import type { LoggedModel } from "../../state/inventory.js";

/** One promotion of an environment. */
export interface LoggedPromotion {
  readonly sequence: number;
  readonly runId: string;
  /** Milliseconds. */
  readonly at: number;
  /** Models whose view was moved or made. */
  readonly published: readonly string[];
  readonly removed: readonly string[];
}

/** The promotions of one environment's log, newest first. */
export function promotionsOf(log: readonly LoggedModel[]): readonly LoggedPromotion[] {
  const found = new Map<number, LoggedModel[]>();
  for (const row of log) {
    const rows = found.get(row.sequence);
    if (rows) rows.push(row);
    else found.set(row.sequence, [row]);
  }
  const names = (rows: readonly LoggedModel[], isThere: boolean) =>
    rows.flatMap((row) => ((row.physical !== undefined) === isThere ? [row.model] : [])).sort();
  return [...found]
    .sort(([a], [b]) => b - a)
    .map(([sequence, rows]) => ({
      sequence,
      runId: rows.reduce((last, row) => (row.at >= last.at ? row : last)).runId,
      at: rows.reduce((at, row) => Math.max(at, row.at), -Infinity),
      published: names(rows, true),
      removed: names(rows, false),
    }));
}

/** A model as an environment showed it. */
export type PastModel = LoggedModel & { readonly physical: string };

/** What an environment showed after a promotion, by model: the latest entry of each up to then. */
export function modelsAt(
  log: readonly LoggedModel[],
  sequence: number,
): ReadonlyMap<string, PastModel> {
  const latest = new Map<string, LoggedModel>();
  for (const row of log) {
    if (row.sequence > sequence) continue;
    const known = latest.get(row.model);
    if (!known || known.sequence < row.sequence) latest.set(row.model, row);
  }
  return new Map([...latest].filter((entry): entry is [string, PastModel] => isThere(entry[1])));
}

function isThere(row: LoggedModel): row is PastModel {
  return row.physical !== undefined;
}
