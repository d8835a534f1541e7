import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { FileRead } from "../../warehouse/dialect.js";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { isSluiceError } from "../../base/errors/sluice-error.js";
import { findCsvFault } from "../../project/files/csv-fault.js";
import {
  columnOf,
  invalidRows,
  labelOf,
  ownTable,
  POSITION,
  refuseTwice,
  type Fixture,
  type RowSource,
} from "./fixture.js";

/** Rows as CSV text with a header, read as seeds are: an empty field is null, `""` an empty text. */
export async function csvSource(
  fixture: Fixture,
  csv: string,
  engine: WarehouseAdapter,
): Promise<RowSource> {
  if (csv.trim() === "") {
    throw invalidRows(fixture, {
      message: `The CSV of \`${labelOf(fixture)}\` is empty.`,
      where: placeOfCsv(fixture),
      hints: ["Write a header line; without other lines there are no rows."],
    });
  }
  const dir = mkdtempSync(path.join(os.tmpdir(), "sluice-test-"));
  const file = path.join(dir, "rows.csv");
  const read: FileRead = { format: "csv", paths: [file], header: false, allText: true };
  try {
    writeFileSync(file, csv);
    return await readCsv(fixture, read, engine);
  } catch (error) {
    if (isSluiceError(error) && error.code === "DQ.TEST_INVALID") throw error;
    const fault = await findCsvFault(file, { ...read, header: true });
    throw invalidRows(fixture, {
      message:
        fault === undefined
          ? `The CSV of \`${labelOf(fixture)}\` cannot be read: ${engine.normalizeError(error).message}`
          : `Line ${fault.line} of the CSV of \`${labelOf(fixture)}\`: ${fault.message}`,
      where: placeOfCsv(fixture),
      hints: fault?.hints ?? ["Write a header and one line a row, separated by commas."],
      cause: error,
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function placeOfCsv({ loaded, path: at }: Fixture) {
  return loaded.text.placeOf([...at, "csv"]);
}

/** Takes the texts of the file into a table; the header is its first row. */
async function readCsv(
  fixture: Fixture,
  read: FileRead,
  engine: WarehouseAdapter,
): Promise<RowSource> {
  const { dialect } = engine;
  const files = `select * from ${dialect.readFiles(read)}`;
  const { columns: fields } = await engine.dryRun(files);
  const position = dialect.quoteIdentifier(POSITION);
  const inFile = ownTable(fixture, "csv");
  const named = fields.map(
    ({ name }, i) => `${dialect.quoteIdentifier(name)} as ${dialect.quoteIdentifier(`t${i}`)}`,
  );
  const numbered = `select row_number() over () - 1 as ${position}, ${named.join(", ")} from (${files}) as files`;
  await engine.execute(dialect.createTableAs(inFile, numbered));

  const from = `from ${dialect.relation(inFile)}`;
  const where = placeOfCsv(fixture);
  const names: string[] = [];
  for await (const row of engine.query(`select * ${from} where ${position} = 0`)) {
    const texts = fields.map((_, i) => row[`t${i}`]);
    names.push(...texts.map((name) => (typeof name === "string" ? name : "")));
  }
  const written = names.map((name) => ({ name: name.trim(), where }));
  refuseTwice(fixture, written, `The CSV of \`${labelOf(fixture)}\``);
  const columns = written.map((name) => ({ ...columnOf(fixture, name), isText: true }));
  return { select: `select * ${from} where ${position} > 0`, columns, placeOf: () => where };
}
