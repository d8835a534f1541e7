import type { ColumnInfo } from "@sluice/sql/text";
import type { Dialect, TypeKind } from "../../warehouse/dialect.js";
import { asTexts, guessesOf, textValues } from "./guess-values.js";
import { ownColumns } from "./own-columns.js";
import { textOf, type Reading } from "./reading.js";

/**
 * ISO texts by the type that they are values of, the narrowest first. A date among timestamps is the start of its day. A time
 * without an offset and one with an offset have no type in common.
 */
const forms = {
  date: "\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\\s*",
  timestamp: "\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]*)?)?)?\\s*",
  timestamptz:
    "\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]*)?)?\\s*([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)\\s*",
} as const satisfies Partial<Record<TypeKind, string>>;

type Form = keyof typeof forms;
const kinds = Object.keys(forms) as readonly Form[];
/** Rows that are looked at to find texts that may be times. */
const SAMPLE = 1000;

/**
 * The columns with the types of dates and times by one rule for all formats and engines: a date, a timestamp, or one with
 * zone where all values are, else text.
 */
export async function settleTimes(
  reading: Reading,
  columns: readonly ColumnInfo[],
): Promise<readonly ColumnInfo[]> {
  if (reading.read.allText === true) return columns;
  const { dialect } = reading.engine;
  const isTime = ({ type }: ColumnInfo) => kinds.some((kind) => kind === kindOf(type, dialect));
  const free = guessesOf(reading, columns);
  const texts = free.filter(({ type }) => kindOf(type, dialect) === "text");
  const likely = await likeTimes(reading, { texts, all: columns });
  const candidates = columns.filter(
    (column) => free.includes(column) && (isTime(column) || likely.has(column.name)),
  );
  if (candidates.length === 0) return columns;
  const found = await textValues(reading, { candidates, all: columns, forms });
  return columns.map((column) => {
    const kind = candidates.includes(column) ? found.get(column.name) : undefined;
    if (kind === undefined || kind === kindOf(column.type, dialect)) return column;
    return { ...column, type: dialect.typeFor(kind) ?? column.type };
  });
}

const kindOf = (type: string, dialect: Dialect) => dialect.parseType(type).kind;

/** Columns of text whose first values look like a time. */
async function likeTimes(
  reading: Reading,
  { texts, all }: { readonly texts: readonly ColumnInfo[]; readonly all: readonly ColumnInfo[] },
): Promise<ReadonlySet<string>> {
  const { read, engine, signal } = reading;
  const found = new Set<string>();
  const [file] = read.paths;
  const own = file === undefined ? [] : await ownColumns(texts, { file, read });
  if (own.length === 0) return found;
  const first = { ...read, paths: read.paths.slice(0, 1) };
  const files = asTexts(own, { all, read: first, dialect: engine.dialect });
  const values = own.map(({ name }, i) => `min(${quoted(name, engine.dialect)}) as v${i}`);
  const query = `select ${values.join(", ")} from (select * from ${files} limit ${SAMPLE}) as sample`;
  for await (const row of engine.query(query, { signal })) {
    for (const [i, { name }] of own.entries())
      if (/^\s*\d{4}-\d{2}-\d{2}/.test(textOf(row[`v${i}`]))) found.add(name);
  }
  return found;
}

const quoted = (name: string, dialect: Dialect) => dialect.quoteIdentifier(name);
