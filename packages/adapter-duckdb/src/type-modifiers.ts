/** A clause saying why a type does not take the numbers in its parentheses. */
export function modifierProblem(
  name: string,
  written: string,
  sizes: readonly number[],
): string | undefined {
  const [first, second] = sizes;
  if (first === undefined) return undefined;
  switch (name) {
    case "DECIMAL":
      return decimalProblem(sizes);
    case "VARCHAR":
    case "BIT":
      return second === undefined ? undefined : `\`${written}\` takes one number, its length`;
    case "TIMESTAMP":
      if (written.includes(" ")) return none(written);
      return second !== undefined || first > 9
        ? `\`${written}\` takes one number from 0 to 9, the digits of its seconds`
        : undefined;
    case "FLOAT":
      if (written === "float" && second === undefined && first >= 1 && first <= 53)
        return undefined;
      return written === "float"
        ? "`float` takes one number from 1 to 53, its bits"
        : none(written);
    default:
      return none(written);
  }
}

function none(written: string): string {
  return `\`${written}\` takes no numbers in parentheses`;
}

function decimalProblem([width = 0, scale = 0, ...more]: readonly number[]): string | undefined {
  if (more.length > 0) return "a decimal takes two numbers: all digits, and those after the point";
  if (width < 1 || width > 38) return `a decimal has 1 to 38 digits, not ${String(width)}`;
  return scale > width
    ? `a decimal of ${String(width)} digits cannot have ${String(scale)} after the point`
    : undefined;
}

/** The type of `timestamp(n)`: DuckDB keeps seconds, milliseconds, microseconds or nanoseconds. */
export function timestampName(digits: number): string {
  if (digits === 0) return "TIMESTAMP_S";
  if (digits <= 3) return "TIMESTAMP_MS";
  return digits <= 6 ? "TIMESTAMP" : "TIMESTAMP_NS";
}

/** The type of `float(n)`, n in bits. */
export function floatName(bits: number): string {
  return bits < 25 ? "FLOAT" : "DOUBLE";
}
