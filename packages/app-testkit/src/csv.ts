/** Rows of a csv text by column: quoted fields, doubled quotes, either line end. */
export function parseCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...records] = fields(text);
  return records.map((record) =>
    Object.fromEntries(header.map((name, index) => [name, record[index] ?? ""])),
  );
}

function fields(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    record.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === ",") continue;
    if (record.length > 1 || record[0] !== "") records.push(record);
    record = [];
  }
  return records;
}

/** A csv text of rows; null is an empty field, an empty text is quoted. */
export function renderCsv(rows: readonly Readonly<Record<string, string | null>>[]): string {
  const header = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => header.map((name) => cell(row[name] ?? null)).join(","));
  return [header.join(","), ...lines, ""].join("\n");
}

function cell(value: string | null): string {
  if (value === null) return "";
  return value === "" || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
