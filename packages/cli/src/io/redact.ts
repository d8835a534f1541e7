/** Replaces secret values in text. */
export interface Redactor {
  text(value: string): string;
  /** Every string inside plain data, keys included. */
  data<T>(value: T): T;
}

const secretName =
  /password|passwd|passphrase|token|secret|credential|apikey|(?:^|_)(?:key|pass|dsn)(?:_|$)/i;
const shortest = 6;
const mask = "***";

/** True when a variable of this name is taken to hold a secret. */
export function looksSecret(name: string): boolean {
  return secretName.test(name);
}

/**
 * Redacts by value: every environment variable whose name looks secret, and `extra`, wherever the value stands,
 * also URL-encoded, JSON-escaped or as a line of a longer secret.
 */
export function createRedactor(
  env: Readonly<Record<string, string | undefined>>,
  extra: readonly string[] = [],
): Redactor {
  const named = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && looksSecret(name) ? [value] : [],
  );
  const forms = new Set([...named, ...extra].flatMap(formsOf));
  const needles = [...forms].sort((a, b) => b.length - a.length);
  const text = (value: string): string =>
    needles.reduce((done, needle) => done.replaceAll(needle, mask), value);
  return { text, data: (value) => (needles.length === 0 ? value : mapStrings(value, text)) };
}

function formsOf(secret: string): string[] {
  const value = secret.trim();
  if (value.length < shortest) return [];
  const lines = value.includes("\n") ? value.split(/\r?\n/).filter((l) => l.length >= 16) : [];
  return [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), ...lines];
}

function mapStrings<T>(value: T, map: (text: string) => string): T;
function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapStrings(item, map));
  if (
    value === null ||
    typeof value !== "object" ||
    Object.getPrototypeOf(value) !== Object.prototype
  )
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [map(key), mapStrings<unknown>(item, map)]),
  );
}
