/** The columns of a `key` option. */
export function keyColumns(key: string | readonly string[]): readonly string[] {
  return typeof key === "string" ? [key] : key;
}
