/**
 * A text for a value of any shape: equal for equal values, and different for any two that differ. Each value begins with
 * its type, and each text with its length, so that none can look like another.
 */
export function valueText(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return group("list", value.map(valueText));
  switch (typeof value) {
    case "number":
      return `number ${Object.is(value, -0) ? "-0" : String(value)}`;
    case "string":
      return `text ${value.length} ${value}`;
    case "object":
      return objectText(value);
    case "bigint":
    case "boolean":
      return `${typeof value} ${value}`;
    default:
      return typeof value;
  }
}

function objectText(value: object): string {
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString("hex")}`;
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<unknown, unknown>)];
    return group("map", entries.map(pairText));
  }
  if (value instanceof Set)
    return group("set", [...(value as ReadonlySet<unknown>)].map(valueText));
  return group("object", Object.entries(value).map(pairText));
}

function pairText([key, value]: readonly [unknown, unknown]): string {
  return `${valueText(key)}: ${valueText(value)}`;
}

function group(type: string, items: readonly string[]): string {
  return `${type} ${items.length} [${items.join(", ")}]`;
}
