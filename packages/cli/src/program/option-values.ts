import { durationMs } from "@sluice/core/duration";
import { InvalidArgumentError } from "commander";

/** Milliseconds of `500ms`, `30s`, `5m`, `1h`; a bare number counts seconds. */
export function parseDuration(value: string): number {
  const ms = durationMs(/^[\d.]+$/.test(value.trim()) ? `${value}s` : value);
  if (ms === undefined)
    throw new InvalidArgumentError("Write a duration such as 500ms, 30s, 5m or 1h.");
  return ms;
}

/** Milliseconds of `90m`, `12h`, `7d` or `2w`; a bare number says too little where things are removed. */
export function parseAge(value: string): number {
  const ms = durationMs(value);
  if (ms === undefined) throw new InvalidArgumentError("Write a time such as 12h, 7d or 2w.");
  return ms;
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
