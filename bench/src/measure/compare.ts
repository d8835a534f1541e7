import type { Bar, Comparison, Measurement } from "../bench.js";
import type { ProcessResult } from "./run-process.js";
import { median, pairedRatio } from "./statistics.js";

/** Samples that belong together, and what to call them. */
export interface Compared {
  readonly what: string;
  readonly ours: readonly number[];
  /** What ours is compared with, sampled in the same rounds. */
  readonly against?: { readonly what: string; readonly samples: readonly number[] } | undefined;
  readonly bar?: Bar | undefined;
}

/** One figure out of samples. */
export function measurement(unit: Measurement["unit"], compared: Compared): Measurement {
  const { what, ours, against, bar } = compared;
  const comparison: Comparison | undefined = against && {
    what: against.what,
    value: median(against.samples),
    ratio: pairedRatio(ours, against.samples),
  };
  return { what, unit, ours: median(ours), against: comparison, bar };
}

/** Seconds that processes took. */
export function seconds(results: readonly ProcessResult[]): readonly number[] {
  return results.map((result) => result.milliseconds / 1000);
}

/** Seconds of processor time that processes used. */
export function cpuSeconds(results: readonly ProcessResult[]): readonly number[] {
  return results.map((result) => result.cpuSeconds ?? Number.NaN);
}

/** Megabytes that processes needed at their peaks. */
export function megabytes(results: readonly ProcessResult[]): readonly number[] {
  return results.map((result) => result.peakMegabytes ?? Number.NaN);
}

/** What is left of samples without a part of them sampled in the same rounds. */
export function beyond(samples: readonly number[], part: readonly number[]): readonly number[] {
  return samples.map((value, round) => value - (part[round] ?? Number.NaN));
}
