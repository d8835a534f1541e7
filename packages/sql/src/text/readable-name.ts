/** Quotes names as an engine needs them. */
export interface Quoting {
  quoteIdentifier(name: string): string;
}

/** Words that engines take for syntax where a name may stand: those reserved in SQL:2023, DuckDB and BigQuery. */
const reserved = new Set(
  (
    "all alter analyse analyze and anti any array as asc asof assert_rows_modified asymmetric at authorization " +
    "between binary both by case cast check collate collation column concurrently constraint contains create cross " +
    "cube current current_date current_time current_timestamp current_user default deferrable define delete desc " +
    "describe distinct do drop else end enum escape except exclude exists extract false fetch following for foreign " +
    "freeze from full glob group grouping groups hash having if ignore ilike in initially inner insert intersect " +
    "interval into is isnull join lambda lateral leading left like limit localtime localtimestamp lookup map merge " +
    "natural new no not notnull null nulls of offset on only or order outer over overlaps partition pivot " +
    "pivot_longer pivot_wider placing positional preceding primary proto qualify range recursive references respect " +
    "returning right rollup rows select semi session_user set show similar some struct summarize symmetric table " +
    "tablesample then to trailing treat true unbounded union unique unnest unpack unpivot user using values variadic " +
    "verbose when where window with within"
  ).split(" "),
);

/** A name, in parts divided by dots, as a person would type it: quoted only where it has to be. */
export function readableName(name: string, dialect: Quoting): string {
  return name
    .split(".")
    .map((part) => readableIdentifier(part, dialect))
    .join(".");
}

/** One identifier, quoted only where it has to be. */
export function readableIdentifier(name: string, dialect: Quoting): string {
  const plain = /^[a-z_][a-z0-9_]*$/i.test(name) && !reserved.has(name.toLowerCase());
  return plain ? name : dialect.quoteIdentifier(name);
}
