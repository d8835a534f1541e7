import type { RelationRef } from "../../warehouse/dialect.js";
import { type ColumnInfo, columnNamed, foldName } from "@sluice/sql/text";
import { SluiceError, type Place } from "../../base/errors/sluice-error.js";
import { suggest } from "../../base/suggest.js";
import type { LoadedTest } from "./test-file.js";
import type { TestRelation } from "./test-schema.js";

/** Rows that a test writes for one relation: an input of the model, or its result. */
export interface Fixture {
  readonly rows: TestRelation;
  /** Relation whose columns they have. */
  readonly relation: string;
  readonly columns: readonly ColumnInfo[];
  /** Path of the rows in the test: `given` and a name, or `expect`. */
  readonly path: readonly PropertyKey[];
  readonly loaded: LoadedTest;
  /** Schema of the test's own tables. */
  readonly schema: string;
}

/** Rows of a fixture as a query, before they are cast to the types of their columns. */
export interface RowSource {
  /** Gives {@link POSITION}, and `t0`, `t1`, ... for the columns. */
  readonly select: string;
  readonly columns: readonly SourceColumn[];
  /** Place of a value in the user's file; rows count from 1. */
  readonly placeOf: (row: number, column: string) => Place;
}

/** A column of the relation, as the rows give it. */
export interface SourceColumn extends ColumnInfo {
  /** Its values are texts that are to be cast exactly. False: any of them is a value of the type. */
  readonly isText: boolean;
}

/** Column with the position of a row, from 1. */
export const POSITION = "#";

/** Name of a fixture's rows in messages: the last step of its path. */
export function labelOf({ path }: Fixture): string {
  return String(path.at(-1));
}

/** A table of the test's own that belongs to a fixture. */
export function ownTable(fixture: Fixture, purpose: string): RelationRef {
  return { schema: fixture.schema, name: `#${purpose} ${labelOf(fixture)}` };
}

/** A `DQ.TEST_INVALID` error at a place of the test, by default at the rows. */
export function invalidRows(
  fixture: Fixture,
  input: {
    readonly message: string;
    readonly hints: readonly string[];
    readonly where?: Place;
    readonly cause?: unknown;
  },
): SluiceError {
  const { loaded, path } = fixture;
  const at = input.where ?? loaded.text.placeOf(path);
  const where = at.file === undefined ? loaded.where : at;
  return new SluiceError({ ...input, code: "DQ.TEST_INVALID", where });
}

/** A name that rows give to a column, and where it is written. */
export interface WrittenName {
  readonly name: string;
  readonly where?: Place | undefined;
}

/** The column of a name, in any letter case. Raises `DQ.TEST_INVALID` with near names for one that is not there. */
export function columnOf(fixture: Fixture, { name, where }: WrittenName): ColumnInfo {
  const column = columnNamed(fixture.columns, name);
  if (column) return column;
  const known = fixture.columns.map((c) => c.name);
  const near = suggest(name, known);
  throw invalidRows(fixture, {
    message: `${fixture.relation} has no column \`${name}\`.`,
    ...(where === undefined ? {} : { where }),
    hints: [
      near[0] === undefined ? `It has: ${known.join(", ")}.` : `Did you mean \`${near[0]}\`?`,
    ],
  });
}

/** Refuses two spellings of one column in one row, header or query. */
export function refuseTwice(fixture: Fixture, names: readonly WrittenName[], in_: string): void {
  const seen = new Map<string, string>();
  for (const { name, where } of names) {
    const other = seen.get(foldName(name));
    if (other !== undefined) {
      throw invalidRows(fixture, {
        message: `${in_} gives the column \`${other}\` twice${name === other ? "" : `, also as \`${name}\``}.`,
        ...(where === undefined ? {} : { where }),
        hints: ["Keep one of the two."],
      });
    }
    seen.set(foldName(name), name);
  }
}
