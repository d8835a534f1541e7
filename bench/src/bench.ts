/** How benches are run. */
export interface BenchOptions {
  /** Rounds of interleaved samples. */
  readonly runs: number;
  /** Overrides a bench's own number of models. */
  readonly models?: number | undefined;
  /** TPC-H scale factor; 1 is about 1 GB of rows. */
  readonly scale?: number | undefined;
  /** Rows of the table under check. */
  readonly rows?: number | undefined;
  /** Smallest sizes, one round: proves that the bench works. */
  readonly smoke: boolean;
  /** Folder for generated projects; inside this package, so that their configurations find the framework. */
  readonly workDir: string;
  readonly log: (text: string) => void;
}

/** What a bar limits: our figure itself, or its ratio to the other. */
export interface Bar {
  readonly of: "ours" | "ratio";
  readonly max: number;
}

/** One figure, and what it is compared with. */
export interface Measurement {
  readonly what: string;
  readonly unit: "s" | "MB" | "queries" | "us/node";
  /** Median. */
  readonly ours: number;
  /** Median of what ours is compared with; see `against`. */
  readonly bare?: number | undefined;
  readonly against?: string | undefined;
  /** Median of the ratios of samples taken in the same round. */
  readonly ratio?: number | undefined;
  readonly bar?: Bar | undefined;
  readonly samples?: Readonly<Record<string, readonly number[]>> | undefined;
}

/** One benchmark. It also verifies the results of what it measures, and throws when they are wrong. */
export interface Bench {
  readonly name: string;
  readonly description: string;
  run(options: BenchOptions): Promise<readonly Measurement[]>;
}

/** Whether the bar is met; undefined without a bar. */
export function isMet({ bar, ours, ratio }: Measurement): boolean | undefined {
  if (!bar) return undefined;
  const value = bar.of === "ours" ? ours : ratio;
  return value !== undefined && value <= bar.max;
}
