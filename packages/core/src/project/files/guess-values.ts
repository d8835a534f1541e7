import { type ColumnInfo, foldName } from "@sluice/sql/text";
import type { Dialect, FileRead } from "../../warehouse/dialect.js";
import { ownColumns, placedColumns } from "./own-columns.js";
import type { Reading } from "./reading.js";

/** Columns and the forms that their texts may have, the narrowest first: regular expressions of whole texts. */
interface Forms<TForm extends string> {
  readonly candidates: readonly ColumnInfo[];
  /** All columns of the files. */
  readonly all: readonly ColumnInfo[];
  readonly forms: Readonly<Record<TForm, string>>;
  /** Values of two files have the wider of their forms; else they are text. @default false */
  readonly isNested?: boolean;
}

/** The columns without a declared type. */
export function guessesOf(
  { read }: Reading,
  columns: readonly ColumnInfo[],
): readonly ColumnInfo[] {
  const declared = new Set(read.columns?.map(({ name }) => foldName(name)));
  return columns.filter(({ name }) => !declared.has(foldName(name)));
}

/** The form of all values by column, `text` where there is none; nothing for a column without values. */
export async function textValues<TForm extends string>(
  { read, engine, signal }: Reading,
  { candidates, all, forms, isNested = false }: Forms<TForm>,
): Promise<ReadonlyMap<string, TForm | "text">> {
  const { dialect } = engine;
  const names = Object.keys(forms) as TForm[];
  const found = new Map<string, TForm | "text">();
  for (const file of read.paths) {
    const own = await ownColumns(candidates, { file, read });
    if (own.length === 0) continue;
    const values = own.flatMap(({ name }, i) => {
      const column = dialect.quoteIdentifier(name);
      return names.map((form) => {
        const fits = dialect.regexMatches(column, `^${forms[form]}$`);
        return `min(case when ${fits} then 1 when ${column} is not null then 0 end) as ${form}${i}`;
      });
    });
    const texts = asTexts(own, { all, read: { ...read, paths: [file] }, dialect });
    const query = `select ${values.join(", ")} from ${sampled(texts, read.sample)} as texts`;
    for await (const row of engine.query(query, { signal })) {
      for (const [i, { name }] of own.entries()) {
        if (row[`${names[0]}${i}`] === null) continue;
        const form = names.find((one) => Number(row[`${one}${i}`]) === 1) ?? "text";
        const other = found.get(name) ?? form;
        found.set(name, joined([other, form], names, isNested));
      }
    }
  }
  return found;
}

/** The form of the values of two files. */
function joined<TForm extends string>(
  [one, other]: readonly [TForm | "text", TForm | "text"],
  names: readonly TForm[],
  isNested: boolean,
): TForm | "text" {
  if (one === other) return one;
  if (one === "text" || other === "text" || !isNested) return "text";
  return names.indexOf(one) > names.indexOf(other) ? one : other;
}

/** The first rows of a table expression. */
export const sampled = (files: string, rows: number | undefined): string =>
  rows === undefined ? files : `(select * from ${files} limit ${rows})`;

/** The files with some columns, all of them as text. */
export function asTexts(
  columns: readonly ColumnInfo[],
  of: { readonly all: readonly ColumnInfo[]; readonly read: FileRead; readonly dialect: Dialect },
): string {
  const { all, read, dialect } = of;
  const text = dialect.typeFor("text") ?? "text";
  const texts = columns.map(({ name }) => ({ name, type: text }));
  const placed = placedColumns(texts, { all, read, text });
  return dialect.readFiles({ ...read, allText: true, columns: placed });
}
