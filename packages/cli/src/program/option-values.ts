import { InvalidArgumentError } from "commander";

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `500ms`, `30s`, `5m`, `1h`; a bare number counts seconds. */
export function parseDuration(value: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(value.trim());
  if (!match) throw new InvalidArgumentError("Write a duration such as 500ms, 30s, 5m or 1h.");
  return Number(match[1]) * (units[match[2] ?? "s"] ?? 1000);
}

const ages: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of `90m`, `12h`, `7d` or `2w`. */
export function parseAge(value: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)([mhdw])$/.exec(value.trim()) ?? [];
  const length = ages[unit];
  if (number === undefined || length === undefined)
    throw new InvalidArgumentError("Write a time such as 12h, 7d or 2w.");
  return Number(number) * length;
}

/** Rows of `--limit`: a whole number, or `none`. */
export function parseLimit(value: string): number | "none" {
  if (value === "none") return "none";
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("Write a whole number or none.");
  return Number(value);
}

/** A whole number from 0 on. */
export function parseWhole(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("Write a whole number.");
  return Number(value);
}

/** A number from 0 on: `0.01`, `1e-9`. */
export function parseAmount(value: string): number {
  const amount = Number(value);
  if (value.trim() === "" || !Number.isFinite(amount) || amount < 0)
    throw new InvalidArgumentError("Write a number such as 0.01.");
  return amount;
}

/** Adds the parts of a comma-separated value to those before. */
export function collectParts(value: string, before: unknown): readonly string[] {
  const parts = value.split(",").map((part) => part.trim());
  if (parts.includes("")) throw new InvalidArgumentError("Write names separated by commas.");
  return [...((before ?? []) as readonly string[]), ...parts];
}

/** A whole number from 1 on. */
export function parseCount(value: string): number {
  if (!/^[1-9]\d*$/.test(value)) throw new InvalidArgumentError("Write a whole number from 1 on.");
  return Number(value);
}

/** Collects a repeatable option. */
export function collect(value: string, before: unknown): readonly string[] {
  return [...((before ?? []) as readonly string[]), value];
}
