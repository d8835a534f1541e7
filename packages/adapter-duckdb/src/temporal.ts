/**
 * Dates and timestamps as DuckDB writes them, over its whole range: years beyond 9999, years before
 * Christ (`0044-03-15 (BC)`), `infinity`. Proleptic Gregorian calendar; day 0 is 1970-01-01.
 */

const dayMicros = 86_400_000_000n;

/** Days since 1970-01-01 of a civil date (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): [year: number, month: number, day: number] {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * mp + 2) / 5) + 1;
  const month = mp < 10 ? mp + 3 : mp - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
}

const pad = (value: number | bigint, width: number) => String(value).padStart(width, "0");

/** `2024-01-31`, `0044-03-15 (BC)`. */
export function formatDate(days: number): string {
  const [year, month, day] = civilFromDays(days);
  const shown = year > 0 ? year : 1 - year;
  return `${pad(shown, 4)}-${pad(month, 2)}-${pad(day, 2)}${year > 0 ? "" : " (BC)"}`;
}

/** `10:00:00.5`: the fraction without trailing zeros, of at most `digits` digits. */
export function formatTime(units: bigint, digits: number): string {
  const perSecond = 10n ** BigInt(digits);
  const seconds = units / perSecond;
  const fraction = pad(units % perSecond, digits).replace(/0+$/, "");
  const clock = `${pad(seconds / 3600n, 2)}:${pad((seconds / 60n) % 60n, 2)}:${pad(seconds % 60n, 2)}`;
  return digits === 0 || fraction === "" ? clock : `${clock}.${fraction}`;
}

/** `2024-01-31 10:00:00.123456` of a count of `10^-digits` seconds since 1970. */
export function formatTimestamp(units: bigint, digits: number): string {
  const perDay = 86_400n * 10n ** BigInt(digits);
  const inDay = ((units % perDay) + perDay) % perDay;
  const day = (units - inDay) / perDay;
  return `${formatDate(Number(day))} ${formatTime(inDay, digits)}`;
}

const datePattern = /^\s*(\d{1,7})-(\d{1,2})-(\d{1,2})(\s*\(BC\))?\s*$/i;
const timePattern = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/;
const timestampPattern =
  /^\s*(\d{1,7}-\d{1,2}-\d{1,2}(?:\s*\(BC\))?)(?:[ T](\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?\s*(Z|UTC|[+-]\d{2}(?::?\d{2}){0,2})?\s*$/i;

/** Days since 1970, or undefined where the text is no date. */
export function parseDate(text: string): number | undefined {
  const match = datePattern.exec(text);
  if (match === null) return undefined;
  const [written, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (match[4] !== undefined && written === 0) return undefined;
  const year = match[4] === undefined ? written : 1 - written;
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return undefined;
  return daysFromCivil(year, month, day);
}

function daysOfMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Count of `10^-digits` seconds since midnight; undefined where the text is no time or needs more digits. */
export function parseTime(text: string, digits: number): bigint | undefined {
  const match = timePattern.exec(text.trim());
  if (match === null) return undefined;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  const fraction = match[4] ?? "";
  const midnight = hour === 24 && minute === 0 && second === 0 && /^0*$/.test(fraction);
  if ((hour > 23 && !midnight) || minute > 59 || second > 59) return undefined;
  if (/[1-9]/.test(fraction.slice(digits))) return undefined;
  const seconds = BigInt(hour * 3600 + minute * 60 + second);
  return (
    seconds * 10n ** BigInt(digits) + BigInt(`0${fraction.slice(0, digits).padEnd(digits, "0")}`)
  );
}

/** Seconds east of UTC of `Z`, `+02`, `-05:30`, `+01:02:03`; undefined for anything else. */
export function parseOffset(text: string): number | undefined {
  if (/^(Z|UTC)$/i.test(text)) return 0;
  const match = /^([+-])(\d{2})(?::?(\d{2}))?(?::?(\d{2}))?$/.exec(text);
  if (match === null) return undefined;
  const [hours, minutes, seconds] = [match[2], match[3], match[4]].map((part) => Number(part ?? 0));
  const size = (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  return match[1] === "-" ? -size : size;
}

/**
 * Count of `10^-digits` seconds since 1970, or undefined where the text is no timestamp. An offset moves
 * the instant when `zoned`, and is refused otherwise: dropping it would lose what it says.
 */
export function parseTimestamp(text: string, digits: number, zoned: boolean): bigint | undefined {
  const match = timestampPattern.exec(text);
  if (match === null) return undefined;
  if (match[3] !== undefined && !zoned) return undefined;
  const days = parseDate(match[1] ?? "");
  const time = match[2] === undefined ? 0n : parseTime(match[2], digits);
  const offset = match[3] === undefined ? 0 : parseOffset(match[3]);
  if (days === undefined || time === undefined || offset === undefined) return undefined;
  const unit = 10n ** BigInt(digits);
  return BigInt(days) * 86_400n * unit + time - BigInt(offset) * unit;
}

/** Microseconds since 1970 of a JavaScript date, undefined when it is invalid. */
export function dateMicros(date: Date): bigint | undefined {
  const millis = date.getTime();
  return Number.isNaN(millis) ? undefined : BigInt(millis) * 1000n;
}

/** Days since 1970 when the instant is a UTC midnight, else undefined. */
export function wholeDays(micros: bigint): number | undefined {
  return micros % dayMicros === 0n ? Number(micros / dayMicros) : undefined;
}
