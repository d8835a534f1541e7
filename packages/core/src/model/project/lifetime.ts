import { PRODUCTION } from "../names.js";
import { matcher } from "../../base/glob.js";
import type { EnvironmentDefaults } from "./define-project.js";

const units: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of `90m`, `12h`, `14d` or `2w`; undefined for anything else. */
export function parseLifetime(text: string): number | undefined {
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)([mhdw])$/.exec(text.trim()) ?? [];
  const length = units[unit];
  return count === undefined || length === undefined ? undefined : Number(count) * length;
}

/**
 * How long an environment lasts after its last promotion, by the configuration: the first entry whose name or wildcard
 * fits counts. Undefined: for ever, as production always does.
 */
export function lifetimeOf(
  environment: string,
  settings: Readonly<Record<string, EnvironmentDefaults>> | undefined,
): number | undefined {
  if (environment === PRODUCTION) return undefined;
  const found = Object.entries(settings ?? {}).find(([name]) => matcher(name)(environment));
  return found?.[1].expires === undefined ? undefined : parseLifetime(found[1].expires);
}
