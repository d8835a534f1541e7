/** Milliseconds by phase. */
export type Phases = Readonly<Record<string, number>>;

/** Times consecutive phases. */
export class Stopwatch {
  readonly #phases: Record<string, number> = {};
  #last = performance.now();

  /** Ends a phase: what passed since the one before it is added to it. */
  lap(phase: string): void {
    const now = performance.now();
    this.#phases[phase] = (this.#phases[phase] ?? 0) + now - this.#last;
    this.#last = now;
  }

  phases(): Phases {
    return this.#phases;
  }
}

/** Milliseconds of some phases together; NaN where one of them was not timed. */
export function spent(phases: Phases, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (phases[name] ?? Number.NaN), 0);
}
