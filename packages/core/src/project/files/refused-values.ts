import path from "node:path";
import { columnNamed } from "@sluice/sql/text";
import { SluiceError } from "../../base/errors/sluice-error.js";
import { nextStep, type RefusedValue } from "./next-step.js";
import { textOf, type Reading } from "./reading.js";
import { linesOfRecords } from "./record-lines.js";

/** How many values an error lists. */
const LISTED = 10;

type Found = RefusedValue & { readonly record: number; readonly place: string };

/**
 * The error of files with values that are none of their column's declared type: the first of them with file, line, column
 * and value, and what to do about each column.
 */
export async function refusedValuesError(
  reading: Reading,
  cause: SluiceError,
): Promise<SluiceError> {
  const found: Found[] = [];
  for (const file of reading.read.paths) {
    found.push(...(await refusedIn(file, reading, LISTED + 1 - found.length)));
    if (found.length > LISTED) break;
  }
  const [first] = found;
  if (first === undefined) return cause;
  const { relation, engine } = reading;
  const listed = found.slice(0, LISTED).map(describe);
  const more = found.length > LISTED ? ["and more"] : [];
  const columns = new Map(reading.read.columns?.map((column) => [column.name, column]));
  const perColumn = new Map(found.toReversed().map((one) => [one.name, one]));
  return new SluiceError({
    code: "SOURCE.VALUE",
    message:
      found.length === 1
        ? `A value of ${relation.name} is not of its declared type: ${describe(first)}.`
        : `Values of ${relation.name} are not of their declared types:\n${[...listed, ...more].map((line) => `  ${line}`).join("\n")}`,
    where: { file: relation.path, model: relation.name },
    hints: [...perColumn.values()]
      .toReversed()
      .map(
        (one) =>
          sampleStep(one, reading) ??
          nextStep({ ...one, column: columns.get(one.name), read: reading.read }, engine.dialect),
      ),
    cause,
  });
}

/** Next step for a value behind the rows by which the type of its column was guessed. */
function sampleStep({ name }: Found, { relation, read }: Reading): string | undefined {
  const declared = columnNamed(relation.columns, name);
  if (read.sample === undefined || declared?.type !== undefined) return undefined;
  return `The type of \`${name}\` was guessed from the first ${read.sample} rows: declare it, or give a larger \`sample\`.`;
}

const describe = ({ place, name, type, value }: Found) =>
  `${place}, \`${name}\`: ${JSON.stringify(value)} is no ${type.toLowerCase()}`;

async function refusedIn(
  file: string,
  { read, engine, signal }: Reading,
  limit: number,
): Promise<readonly Found[]> {
  const one = { ...read, paths: [file] };
  const query = `select * from (${engine.dialect.refusedValues(one)}) as refused order by record limit ${limit}`;
  const rows: (RefusedValue & { readonly record: number })[] = [];
  for await (const row of engine.query(query, { signal })) {
    const { record, name, type, value } = row;
    rows.push({
      record: Number(record),
      name: textOf(name),
      type: textOf(type),
      value: textOf(value),
    });
  }
  if (rows.length === 0) return [];
  const lines = await linesOfRecords(file, one, new Set(rows.map(({ record }) => record)));
  return rows.map((row) => {
    const line = lines?.get(row.record);
    const at = line === undefined ? `record ${row.record}` : `line ${line}`;
    return { ...row, place: `${path.basename(file)}, ${at}` };
  });
}
