import type { LastOfTime, Severity } from "@sluice/core";
import { z } from "zod";
import { thresholdSchema, type Threshold } from "./threshold.js";
import { isWindow, lastOf, type Window } from "./window.js";

/** What a null does in a check. */
export type NullRule = "pass" | "fail";

/** Options every check takes, in TypeScript and in YAML. */
export interface CommonOptions {
  /** Name in results, unique in the model. @default from kind, columns and filter: `unique(order_id)` */
  readonly name?: string;
  /** `error` blocks publication, `warn` does not. @default "error" */
  readonly severity?: Severity;
  /** Shown to people instead of the name. */
  readonly label?: string;
  readonly description?: string;
  readonly owner?: string;
  readonly tags?: readonly string[];
  /**
   * Rows the check looks at. `new_rows` and `all`: of a kept table while it is brought up to date. `last 7` or `last 12h`:
   * of a model that is filled by time always those of its last grains that are over, or of the last time before `$now`,
   * and later ones.
   * @default "new_rows" for checks of single rows without a subquery, else "all"; of a table with a key, which was right
   * before, checks of the rows of one key (`unique`, `non_overlapping` by columns that have the key among them) look at the
   * keys that have changed
   */
  readonly window?: Window;
}

/** Options of checks that look at rows through an optional filter. */
export interface FilterOptions {
  /** SQL condition; only rows that make it true are looked at. */
  readonly where?: string;
}

/** Options of checks whose outcome depends on nulls. */
export interface NullOptions {
  /** What a null does. @default documented at each kind */
  readonly on_null?: NullRule;
}

/** Options of checks that count failing rows. */
export interface BandOptions {
  /** Failing rows above which the check warns: a count, or a share of the rows looked at as `"5%"`. */
  readonly warn?: number | `${number}%`;
  /** Failing rows above which the check fails. @default 0, or never when only `warn` is given */
  readonly fail?: number | `${number}%`;
  /** Failing rows kept with the result; 0 keeps none. @default 5 */
  readonly sample?: number;
}

/** Which groups of options a kind takes beside the common ones. */
export interface OptionGroups {
  readonly filter: boolean;
  readonly nulls: NullRule | undefined;
  readonly bands: boolean;
}

/** SQL an author wrote: not empty. */
export const sqlText = z.string().trim().min(1, "expected SQL");

const commonShape = {
  name: z.string().trim().min(1).max(200).optional(),
  severity: z.enum(["error", "warn"]).optional(),
  label: z.string().optional(),
  description: z.string().optional(),
  owner: z.string().optional(),
  tags: z.array(z.string()).optional(),
  window: z
    .custom<Window>(
      (value) => typeof value === "string" && isWindow(value),
      "expected new_rows, all, or the last of the model's time such as `last 7` (grains) or `last 12h`",
    )
    .optional(),
};
const filterShape = { where: sqlText.optional() };
const nullShape = { on_null: z.enum(["pass", "fail"]).optional() };
const bandShape = {
  warn: thresholdSchema.optional(),
  fail: thresholdSchema.optional(),
  sample: z.int().min(0).max(1000).optional(),
};

/** Options after validation; what a kind does not take is undefined. */
type RawOptions = z.output<
  z.ZodObject<typeof commonShape & typeof filterShape & typeof nullShape & typeof bandShape>
>;

/** The zod shape of the options a kind takes. */
export function optionShape(groups: OptionGroups): z.ZodRawShape {
  return {
    ...commonShape,
    ...(groups.filter ? filterShape : {}),
    ...(groups.nulls === undefined ? {} : nullShape),
    ...(groups.bands ? bandShape : {}),
  };
}

/** The options of one check with every default filled in. */
export interface ResolvedOptions {
  readonly name: string | undefined;
  readonly severity: Severity;
  readonly label: string | undefined;
  readonly window: Window | undefined;
  /** Rows of the end of the relation's time only. */
  readonly last: LastOfTime | undefined;
  readonly where: string | undefined;
  readonly onNull: NullRule;
  readonly warn: Threshold | undefined;
  readonly fail: Threshold | undefined;
  readonly sample: number;
}

const DEFAULT_SAMPLE = 5;

/** Fills defaults and settles how severity and bands go together; a text says why they do not. */
export function resolveOptions(raw: RawOptions, groups: OptionGroups): ResolvedOptions | string {
  const { warn, fail, severity } = raw;
  if (warn && fail && severity === "warn") {
    return "`severity: warn` never fails, so `fail` beside `warn` has no effect; remove one of them";
  }
  if (warn && !fail && severity === "error") {
    return "with `warn` alone the check only warns; give `fail` too, or remove `severity: error`";
  }
  const onlyWarns = severity === "warn" || (warn !== undefined && fail === undefined);
  return {
    name: raw.name,
    severity: onlyWarns ? "warn" : "error",
    label: raw.label,
    window: raw.window,
    last: raw.window === undefined ? undefined : lastOf(raw.window),
    where: raw.where,
    onNull: raw.on_null ?? groups.nulls ?? "pass",
    // A check that only warns has one band, whatever key it was written under.
    warn: onlyWarns ? (warn ?? fail ?? { count: 0 }) : warn,
    fail: onlyWarns ? undefined : (fail ?? { count: 0 }),
    sample: raw.sample ?? DEFAULT_SAMPLE,
  };
}
