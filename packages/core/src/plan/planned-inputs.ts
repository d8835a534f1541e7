/** A range of time in a plan: ISO timestamps in UTC, half-open. */
export interface PlanInterval {
  readonly start: string;
  readonly end: string;
}

/** A relation that a table filled by time takes by time. */
export interface PlannedInput {
  /** Full name. */
  readonly name: string;
  /** Models whose data it shows: itself, or those that an ephemeral model reads. */
  readonly models: readonly string[];
  /** Fingerprints of the sources whose data it shows. */
  readonly sources: readonly string[];
  /** Nothing tells whether its data changed: it is a table that Sluice does not build, or reads one. */
  readonly untracked?: boolean | undefined;
  /** Version of the engine's hash of rows: hashes of another version are not compared with those of now. */
  readonly hashVersion: string;
  /** Data version after the plan, as hashed by this version of the engine. */
  readonly version: string;
  /** Data version at the last comparison; absent where it was not compared yet. */
  readonly compared?: string | undefined;
  /** Its data may have changed since the last comparison: the build compares it. */
  readonly changed: boolean;
}

/** True for an update that compares inputs, whatever it computes. */
export function comparesInputs(
  update: { readonly inputs?: readonly PlannedInput[] | undefined } | undefined,
): boolean {
  return update?.inputs?.some(({ changed }) => changed) === true;
}

/** Computed time in which rows of an input changed since. */
export interface PlannedLateInput {
  readonly input: string;
  readonly ranges: readonly PlanInterval[];
  /** Commands that compute the time again. */
  readonly commands: readonly string[];
}
