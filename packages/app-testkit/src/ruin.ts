/** The query of a model's file within another query, which `around` makes of it. */
export function wrapQuery(text: string, around: (query: string) => string): string {
  const header = /^\/\* model\n[^]*?\n\*\/\n/.exec(text)?.[0];
  if (header !== undefined) return header + around(text.slice(header.length));
  const written = /^([^]*\) => sql`)(\nwith [^]*?)(`,\n {2}checks:[^]*)$/.exec(text);
  if (!written) return text;
  const [, start = "", query = "", end = ""] = written;
  return start + around(query) + end;
}

/** The query's rows, those rows once more with null in some columns, and again with bad values. */
export function ruin(
  query: string,
  nulls: readonly string[],
  values: Readonly<Record<string, string>>,
): string {
  const asNull = nulls.map((column) => `nullif(${column}, ${column}) as ${column}`);
  const asBad = Object.entries(values).map(([column, value]) => `${value} as ${column}`);
  return `with query as (\n${query}\n)
select * from query
union all select * replace (${asNull.join(", ")}) from query
union all select * replace (${asBad.join(", ")}) from query
`;
}
