import { quoteText } from "../text.js";
import { matches } from "./number-text.js";

const tried = (text: string, type: string) => `try_cast(${text} as ${type})`;
const asText = (value: string) => `cast(${value} as varchar)`;
const offsetForm = "(?:Z|z|[+-]\\d{2}(?::?\\d{2})?)";
const midnight = "00:00(?::00(?:\\.0+)?)?";

/** Digits of a second that a type of times has. */
const fractionDigits: Readonly<Record<string, number>> = {
  TIMESTAMP: 6,
  TIMESTAMP_S: 0,
  TIMESTAMP_MS: 3,
  TIMESTAMP_NS: 9,
  "TIMESTAMP WITH TIME ZONE": 6,
  TIME: 6,
  TIME_NS: 9,
  "TIME WITH TIME ZONE": 6,
};

const clock = (digits: number) => `\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{0,${digits}}0*)?)?`;

/** ISO dates; a time behind one must be a midnight without offset, or one in UTC. */
export function exactDate(text: string, type: string): string {
  const value = tried(text, type);
  const iso = `\\s*\\d{4,}-\\d{2}-\\d{2}(?:[T ]${midnight}(?:Z|z|[+-]00(?::?00)?)?)?\\s*`;
  return `case when ${asText(value)} = ${text} then ${value} when ${matches(text, iso)} then ${tried(`regexp_extract(${text}, '\\d+-\\d+-\\d+')`, type)} end`;
}

/**
 * ISO timestamps, of as many digits of a second as the type has. An offset moves the instant to UTC, for types without
 * zone as well; without one the text is in UTC.
 */
export function exactTimestamp(text: string, type: string, name: string): string {
  const digits = fractionDigits[name] ?? 0;
  const isZoned = name === "TIMESTAMP WITH TIME ZONE";
  const inType = (utc: string) =>
    isZoned ? `make_timestamptz(epoch_us(${tried(utc, "timestamp")}))` : tried(utc, type);
  const value = tried(text, isZoned ? "timestamp" : type);
  // Neither a fraction nor an offset has room in these; the cast sees to it that the other characters are digits.
  const plain = ["T__:__:__", "T__:__:__Z", " __:__:__Z"]
    .map((time) => `${text} like '____-__-__${time}'`)
    .join(" or ");
  const local = `\\s*\\d{4,}-\\d{2}-\\d{2}(?:[T ]${clock(digits)})?\\s*`;
  const offset = `\\s*\\d{4}-\\d{2}-\\d{2}[T ]${clock(digits)}\\s*${offsetForm}\\s*`;
  return [
    `case when ${asText(value)} = ${text} and isfinite(${value}) then ${inType(text)}`,
    `when (${plain}) and ${value} is not null then ${inType(text)}`,
    `when ${matches(text, local)} then ${inType(`trim(${text})`)}`,
    `when ${matches(text, offset)} then ${atOffset(text, type, name)}`,
    `when ${text} in ('infinity', '-infinity') then ${tried(text, type)} end`,
  ].join(" ");
}

/** The instant of a timestamp with a numeric offset. */
function atOffset(text: string, type: string, name: string): string {
  const instant = tried(`trim(${text})`, "timestamp with time zone");
  if (name === "TIMESTAMP WITH TIME ZONE") return instant;
  // The engine's type with a zone has no nanoseconds.
  if (name === "TIMESTAMP_NS") return tried(inUtc(text), type);
  return `try_cast(${instant} at time zone 'UTC' as ${type})`;
}

/** The text of a timestamp with offset as one in UTC: minutes are moved, seconds and their fraction stay as written. */
function inUtc(text: string): string {
  const part = (pattern: string, index: number) =>
    `regexp_extract(${text}, ${quoteText(pattern)}, ${index})`;
  const minute = `try_cast(${part("(\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2})", 1)} as timestamp)`;
  const seconds = part("[T ]\\d{2}:\\d{2}(:[\\d.]+)?", 1);
  const zone = "([+-])(\\d{2}):?(\\d{2})?\\s*$";
  const [sign, hours, minutes] = [1, 2, 3].map((i) => part(zone, i));
  const size = `coalesce(try_cast(${hours} as integer), 0) * 60 + coalesce(try_cast(${minutes} as integer), 0)`;
  const east = `(case when ${sign} = '-' then -1 else 1 end * (${size}))`;
  return `strftime(${minute} - to_minutes(${east}), '%Y-%m-%d %H:%M') || ${seconds}`;
}

/** Times of day, of as many digits of a second as the type has; an offset only where the type has one. */
export function exactTime(text: string, type: string, name: string): string {
  const value = tried(text, type);
  const zone = name === "TIME WITH TIME ZONE" ? `${offsetForm}?` : "";
  const form = `\\s*${clock(fractionDigits[name] ?? 0)}${zone}\\s*`;
  return `case when ${asText(value)} = ${text} or ${matches(text, form)} then ${value} end`;
}

const unit =
  "(?:years?|yrs?|y|quarters?|months?|mons?|weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s|milliseconds?|ms|microseconds?|us)";

/** Intervals in whole units, seconds with at most six digits behind the point. */
export function exactInterval(text: string, type: string): string {
  const value = tried(text, type);
  const seconds = "[+-]?\\d+\\.\\d{1,6}0*\\s*(?:seconds?|secs?|s)";
  const form = `(?i)\\s*(?:(?:[+-]?\\d+\\s*${unit}|${seconds})\\s*)*(?:[+-]?\\d+:\\d{2}(?::\\d{2}(?:\\.\\d{0,6}0*)?)?)?\\s*`;
  return `case when ${asText(value)} = ${text} or ${matches(text, form)} then ${value} end`;
}
