import type { Dialect } from "../../warehouse/dialect.js";
import type { Row } from "../../warehouse/values.js";
import { withinExpression, type TimeType } from "../../warehouse/bounds.js";
import { grainStart, type Grain } from "../../time/intervals/grain.js";
import { intervalSet, type Interval } from "../../time/intervals/interval-set.js";
import { dateStart } from "../../time/zones/local-dates.js";
import { hashedUnit, unitAt } from "./pieces.js";

const DAY_SECONDS = 86_400;
/** Every zone of today is ahead of UTC by a multiple of it. */
const ZONE_STEP_SECONDS = 900;

/** The rows that are hashed, and by which time. */
export interface HashedRows {
  /** Relation, to stand after `from`. */
  readonly from: string;
  readonly alias: string;
  /** Expression over the relation that is compared with `$start` and `$end`. */
  readonly time: string;
  /** Type of `$start` and `$end`. */
  readonly bounds: TimeType;
  /** Aggregate that hashes rows. */
  readonly hash: string;
  readonly grain: Grain;
}

/** Rows and hash of a range. */
export interface RangeHash {
  readonly rows: number;
  readonly hash: string;
}

/**
 * The query that hashes the rows of ranges, each of which lies in one unit. Whole units are told apart by numbers that a
 * scan makes cheaply, parts of units one by one.
 */
export function hashQuery(rows: HashedRows, ranges: readonly Interval[], dialect: Dialect): string {
  const { from, alias, time, bounds, hash } = rows;
  const typed = dialect.cast(time, bounds.type);
  const seconds = dialect.epochSeconds(typed, bounds.type);
  const float = dialect.typeFor("float") ?? "double";
  const bucket = `floor(${dialect.cast(seconds, float)} / ${String(stepSeconds(rows, dialect))})`;
  const within = (range: Interval) => withinExpression(time, bounds, { ...range, dialect });
  const parts = partsOf(ranges, rows.grain);
  const cases = parts.map((part, i) => `when ${within(part)} then ${String(i)}`);
  const part = cases.length === 0 ? "-1" : `case ${cases.join(" ")} else -1 end`;
  const wanted = intervalSet(ranges).map((range) => `(${within(range)})`);
  return (
    `select ${part} as part, ${bucket} as step, count(*) as n, ${hash} as hash\n` +
    `from ${from} as ${alias}\nwhere ${wanted.join(" or ")}\ngroup by 1, 2`
  );
}

/** Reads the result of a hash query. */
export function readHashes(
  result: readonly Row[],
  ranges: readonly Interval[],
  { rows, dialect }: { readonly rows: HashedRows; readonly dialect: Dialect },
): ReadonlyMap<Interval, RangeHash> {
  const parts = partsOf(ranges, rows.grain);
  const unit = hashedUnit(rows.grain);
  const whole = new Map(ranges.map((range) => [range.start, range]));
  const found = new Map<Interval, RangeHash>(
    ranges.map((range) => [range, { rows: 0, hash: "0" }]),
  );
  const instant = instantOf(rows, dialect);
  for (const row of result) {
    const range =
      parts[Number(row["part"])] ?? whole.get(grainStart(unit, instant(Number(row["step"]))));
    const sum = range && found.get(range);
    if (!range || !sum) continue;
    const added = row["hash"];
    const hash = (BigInt(sum.hash) + BigInt(typeof added === "string" ? added : 0)).toString();
    found.set(range, { rows: sum.rows + Number(row["n"]), hash });
  }
  return found;
}

/** Ranges that are no whole unit. */
function partsOf(ranges: readonly Interval[], grain: Grain): readonly Interval[] {
  const unit = hashedUnit(grain);
  return ranges.filter(({ start, end }) => {
    const whole = unitAt(unit, start);
    return whole.start !== start || whole.end !== end;
  });
}

/** Seconds whose rows are counted as one: days of UTC or dates, or what days of every zone are made of. */
function stepSeconds({ bounds, grain }: HashedRows, dialect: Dialect): number {
  const isDate = dialect.parseType(bounds.type).kind === "date";
  return grain.zone === undefined || isDate ? DAY_SECONDS : ZONE_STEP_SECONDS;
}

/** The instant at which a step begins; dates are those of the zone. */
function instantOf(rows: HashedRows, dialect: Dialect): (step: number) => number {
  const { bounds } = rows;
  const { zone } = bounds;
  if (zone !== undefined && dialect.parseType(bounds.type).kind === "date")
    return (step) => dateStart(zone, step);
  const seconds = stepSeconds(rows, dialect);
  return (step) => step * seconds * 1000;
}
