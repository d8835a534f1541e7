import type { RunTime } from "../../time/now.js";
import type { TargetEngine } from "../../warehouse/warehouse-adapter.js";
import type { SqlValue } from "../../warehouse/values.js";
import type { Diagnostic } from "../../base/errors/sluice-error.js";
import type { Model, Source } from "../model.js";

/** A loaded project for one target: pure description, nothing opened. */
export interface Project {
  readonly name: string;
  /** Absolute path of the folder that holds sluice.config.ts. */
  readonly dir: string;
  readonly target: { readonly name: string; readonly engine: TargetEngine };
  /** Names of all declared targets. */
  readonly targets: readonly string[];
  /** Name of the target that a command means when it names none. */
  readonly defaultTarget: string;
  /** Environment that `build` publishes to; `prod` shows models as `schema.name`, others by `environmentSchema`. */
  readonly environment: string;
  /** Pattern of the schemas of environments other than `prod`, with `{schema}` and `{env}`. */
  readonly environmentSchema: string;
  /** How long that environment lasts after its last promotion, in milliseconds; undefined: for ever. */
  readonly lifetimeMs?: number | undefined;
  /** Project variables after `--var` and environment overrides, validated. */
  readonly vars: Readonly<Record<string, SqlValue>>;
  readonly now: RunTime;
  readonly models: ReadonlyMap<string, Model>;
  readonly sources: ReadonlyMap<string, Source>;
  /** What is wrong with headers and names. A model with such a fault is there with what could be read of it. */
  readonly diagnostics: readonly Diagnostic[];
}
