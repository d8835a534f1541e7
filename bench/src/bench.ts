/** How much is measured. */
export interface Sizes {
  /** Models of the usual project. */
  readonly models: number;
  /** Models of the big project. */
  readonly manyModels: number;
  /** Models of the projects along which growth is followed, ascending. */
  readonly growth: readonly number[];
  /** TPC-H scale factor; 1 is about 1 GB of text. The sizes below it are those of scale 1, times it. */
  readonly scale: number;
  /** Rows of one day of a table that is filled by time. */
  readonly dayRows: number;
  /** Models of the small and of the large project that are planned when they are built. */
  readonly planned: readonly [few: number, many: number];
  /** Days of a table that is cut into five minutes. */
  readonly fiveMinuteDays: number;
  /** Environments of a crowded warehouse. */
  readonly environments: number;
  /** Keys of a snapshot. */
  readonly snapshotKeys: number;
  /** Days of the young and of the old table that is filled by time. */
  readonly ages: readonly [young: number, old: number];
  /** Models that each environment shows. */
  readonly shownModels: number;
  /** Rows of the table under check. */
  readonly checkedRows: number;
  /** Models of the project that is edited, and of the one that is edited beside another tool; 0: without that. */
  readonly edited: readonly [alone: number, beside: number];
  /** Flights of the project over wide files. */
  readonly flights: number;
  /** True where that project is compared with dbt too. */
  readonly besideDbt: boolean;
  /** Models of the projects compared with other tools. */
  readonly peers: readonly number[];
}

export const fullSizes: Sizes = {
  models: 1000,
  manyModels: 10_000,
  growth: [1000, 10_000, 30_000],
  scale: 1,
  dayRows: 10_000,
  planned: [1000, 30_000],
  fiveMinuteDays: 4341,
  environments: 1000,
  snapshotKeys: 1_000_000,
  ages: [10, 1000],
  shownModels: 100,
  checkedRows: 10_000_000,
  edited: [65, 10],
  flights: 1_000_000,
  besideDbt: true,
  peers: [100, 1000],
};

/** Small enough for a test: shows that the benches work, says nothing about speed. */
export const smokeSizes: Sizes = {
  models: 24,
  manyModels: 40,
  growth: [20, 40],
  scale: 0.01,
  dayRows: 20,
  planned: [20, 40],
  fiveMinuteDays: 6,
  environments: 5,
  snapshotKeys: 1000,
  ages: [3, 6],
  shownModels: 12,
  checkedRows: 10_000,
  edited: [10, 0],
  flights: 2000,
  besideDbt: false,
  peers: [20],
};

/** Sizes of another scale. */
export function scaledSizes(sizes: Sizes, scale: number): Sizes {
  const part = (count: number) => Math.max(1, Math.round(count * scale));
  const [few, many] = sizes.planned;
  return {
    ...sizes,
    scale,
    dayRows: part(sizes.dayRows),
    planned: [part(few), part(many)],
    fiveMinuteDays: part(sizes.fiveMinuteDays),
    environments: part(sizes.environments),
    snapshotKeys: part(sizes.snapshotKeys),
  };
}

/** How benches are run. */
export interface BenchOptions {
  /** Rounds of interleaved samples. */
  readonly runs: number;
  readonly sizes: Sizes;
  /** Folder for generated projects; inside this package, so that their configurations find the framework. */
  readonly workDir: string;
  readonly log: (text: string) => void;
}

/** What a bar limits: our figure itself, or its ratio to the other. */
export interface Bar {
  readonly of: "ours" | "ratio";
  readonly max: number;
}

/** What our figure is compared with. */
export interface Comparison {
  readonly what: string;
  /** Median. */
  readonly value: number;
  /** Median of the ratios of samples taken in the same round. */
  readonly ratio: number;
}

/** One figure, and what it is compared with. */
export interface Measurement {
  readonly what: string;
  readonly unit: "s" | "ms" | "MB" | "queries" | "rows" | "us/node" | "exponent";
  /** Median. */
  readonly ours: number;
  readonly against?: Comparison | undefined;
  readonly bar?: Bar | undefined;
}

/** One benchmark. It also verifies the results of what it measures, and throws when they are wrong. */
export interface Bench {
  readonly name: string;
  readonly description: string;
  run(options: BenchOptions): Promise<readonly Measurement[]>;
}

/** What the bar is compared with; undefined without a bar. */
export function judged({ bar, ours, against }: Measurement): number | undefined {
  if (!bar) return undefined;
  return bar.of === "ours" ? ours : (against?.ratio ?? Number.NaN);
}

/** Whether the bar is met; undefined without a bar. */
export function isMet(measurement: Measurement): boolean | undefined {
  const value = judged(measurement);
  return measurement.bar && value !== undefined ? value <= measurement.bar.max : undefined;
}
