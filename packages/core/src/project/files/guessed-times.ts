import { type ColumnInfo, foldName } from "@sluice/sql/text";
import type { Dialect, FileRead, TypeKind } from "../../warehouse/dialect.js";
import { ownColumns, placedColumns } from "./own-columns.js";
import { textOf, type Reading } from "./reading.js";

/**
 * ISO texts by the type that they are values of, the narrowest first. A date among timestamps is the start of its day. A time
 * without an offset and one with an offset have no type in common.
 */
const forms = {
  date: "^\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\\s*$",
  timestamp: "^\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]*)?)?)?\\s*$",
  timestamptz:
    "^\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]*)?)?\\s*([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)\\s*$",
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
  const { dialect } = reading.engine;
  const declared = new Set(reading.read.columns?.map(({ name }) => foldName(name)));
  const isTime = ({ type }: ColumnInfo) => kinds.some((kind) => kind === kindOf(type, dialect));
  const free = columns.filter(({ name }) => !declared.has(foldName(name)));
  const texts = free.filter(({ type }) => kindOf(type, dialect) === "text");
  const likely = await likeTimes(reading, { texts, all: columns });
  const candidates = columns.filter(
    (column) => free.includes(column) && (isTime(column) || likely.has(column.name)),
  );
  if (candidates.length === 0) return columns;
  const forms = await formsOf(reading, { candidates, all: columns });
  return columns.map((column) => {
    const kind = candidates.includes(column) ? forms.get(column.name) : undefined;
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

/** The form of all values by column, `text` where there is none; nothing for a column without values. */
async function formsOf(
  { read, engine, signal }: Reading,
  of: { readonly candidates: readonly ColumnInfo[]; readonly all: readonly ColumnInfo[] },
): Promise<ReadonlyMap<string, Form | "text">> {
  const { dialect } = engine;
  const found = new Map<string, Form | "text">();
  for (const file of read.paths) {
    const own = await ownColumns(of.candidates, { file, read });
    if (own.length === 0) continue;
    const values = own.flatMap(({ name }, i) => {
      const column = quoted(name, dialect);
      return kinds.map((kind) => {
        const fits = dialect.regexMatches(column, forms[kind]);
        return `min(case when ${fits} then 1 when ${column} is not null then 0 end) as ${kind}${i}`;
      });
    });
    const texts = asTexts(own, { all: of.all, read: { ...read, paths: [file] }, dialect });
    const query = `select ${values.join(", ")} from ${texts} as texts`;
    for await (const row of engine.query(query, { signal })) {
      for (const [i, { name }] of own.entries()) {
        if (row[`date${i}`] === null) continue;
        const kind = kinds.find((one) => Number(row[`${one}${i}`]) === 1) ?? "text";
        found.set(name, (found.get(name) ?? kind) === kind ? kind : "text");
      }
    }
  }
  return found;
}

const quoted = (name: string, dialect: Dialect) => dialect.quoteIdentifier(name);

/** The files with some columns, all of them as text. */
function asTexts(
  columns: readonly ColumnInfo[],
  of: { readonly all: readonly ColumnInfo[]; readonly read: FileRead; readonly dialect: Dialect },
): string {
  const { all, read, dialect } = of;
  const text = dialect.typeFor("text") ?? "text";
  const texts = columns.map(({ name }) => ({ name, type: text }));
  const placed = placedColumns(texts, { all, read, text });
  return dialect.readFiles({ ...read, allText: true, columns: placed });
}
