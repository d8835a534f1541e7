/** How often an edit that left its model's relation as it was built nothing, by mutator. */
export class Precision {
  readonly #counts = new Map<string, { same: number; idle: number }>();

  /** Counts an edit after which the relation is the same. */
  add(mutator: string, { idle }: { readonly idle: boolean }): void {
    const { same, idle: before } = this.#counts.get(mutator) ?? { same: 0, idle: 0 };
    this.#counts.set(mutator, { same: same + 1, idle: before + (idle ? 1 : 0) });
  }

  /** The share of edits that built nothing; undefined where there are fewer than `least`. */
  rate(mutator: string, least: number): number | undefined {
    const { same, idle } = this.#counts.get(mutator) ?? { same: 0, idle: 0 };
    return same < least ? undefined : idle / same;
  }

  /** Lines of a table, the most precise first. */
  table(): string {
    const rows = [...this.#counts].sort(([, a], [, b]) => b.idle / b.same - a.idle / a.same);
    return rows
      .map(([mutator, { same, idle }]) => {
        const share = `${String(Math.round((100 * idle) / same))} %`;
        return `${mutator.padEnd(24)}${share.padStart(6)} of ${String(same)}`;
      })
      .join("\n");
  }
}
