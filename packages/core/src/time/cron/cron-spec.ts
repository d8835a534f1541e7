import { z } from "zod";
import { SluiceError } from "../../base/errors/sluice-error.js";
import { isZone } from "../zones/zone.js";
import { zoneHints } from "../zones/zone-hints.js";
import { compileCron } from "./compile-cron.js";

/**
 * What becomes of ticks that passed while nobody called: `latest` runs once, for the last of them; `all` runs for each,
 * oldest first; `none` runs for none and waits for the next.
 */
const catchUpPolicies = ["latest", "all", "none"] as const;

export type CatchUp = (typeof catchUpPolicies)[number];

/** When a model is due. */
export interface CronSpec {
  /** Five fields or a nickname, as written. */
  readonly expression: string;
  /** IANA zone whose clock the expression is read on. */
  readonly zone: string;
  readonly catchUp: CatchUp;
}

/** A cron as written in headers, folders and definitions. */
export type CronDefinition =
  | string
  | {
      readonly expression: string;
      /** IANA zone. @default "UTC" */
      readonly zone?: string | undefined;
      /** @default "latest" */
      readonly catch_up?: CatchUp | undefined;
    };

/** The shape of `CronDefinition`; `parseCron` says whether its parts make sense. */
export const cronDefinition = z.union([
  z.string(),
  z.strictObject({
    expression: z.string(),
    zone: z.string().optional(),
    catch_up: z.enum(catchUpPolicies).optional(),
  }),
]);

/**
 * Reads `0 2 * * *`, `@daily`, either with a zone behind it (`0 2 * * * Europe/Berlin`), or the long form. `zone` is what
 * counts where none is written. Raises `MODEL.INVALID` for what is no cron, never fires, or names no zone.
 */
export function parseCron(definition: CronDefinition, zone = "UTC"): CronSpec {
  const long = typeof definition === "string" ? { expression: definition } : definition;
  const words = long.expression.split(/\s+/).filter((word) => word !== "");
  const written = zoneBehind(words);
  if (written !== undefined && long.zone !== undefined) {
    throw invalid(`\`${long.expression}\` names a zone, and so does \`zone\``, [
      "Name the zone in one of the two places.",
    ]);
  }
  const spec: CronSpec = {
    expression: (written === undefined ? words : words.slice(0, -1)).join(" "),
    zone: checkedZone(written ?? long.zone ?? zone),
    catchUp: long.catch_up ?? "latest",
  };
  refuseFieldCount(spec.expression);
  compileCron(spec.expression);
  return spec;
}

/** The short text of a cron, as `parseCron` reads it; the catch-up policy has none. */
export function cronText({ expression, zone }: CronSpec): string {
  return zone === "UTC" ? expression : `${expression} ${zone}`;
}

/** The last word, where it stands behind a whole expression and can only be meant as a zone: MON there is no zone. */
function zoneBehind(words: readonly string[]): string | undefined {
  const last = words.at(-1) ?? "";
  const fields = words[0]?.startsWith("@") === true ? 1 : 5;
  const meant = isZone(last) || /^[a-z_]+\//i.test(last) || /^[a-z_]{4,}$/i.test(last);
  return meant && words.length === fields + 1 ? last : undefined;
}

function checkedZone(zone: string): string {
  if (isZone(zone)) return zone;
  throw invalid(`\`${zone}\` is no time zone`, zoneHints(zone));
}

function refuseFieldCount(expression: string): void {
  const count = expression === "" ? 0 : expression.split(" ").length;
  if (count === 5 || expression.startsWith("@")) return;
  const hints = [
    "Write minute, hour, day of month, month, day of week: `0 2 * * *` is daily at 02:00.",
  ];
  if (count === 6) hints.unshift("Leave out the seconds or the year: a tick is a whole minute.");
  throw invalid(`five fields are needed, and \`${expression}\` has ${String(count)}`, hints);
}

function invalid(what: string, hints: readonly string[]): SluiceError {
  return new SluiceError({ code: "MODEL.INVALID", message: `The cron is wrong: ${what}.`, hints });
}
