import type { Dialect, FileColumn, TypeInfo, TypeKind } from "../../warehouse/dialect.js";
import {
  diagnostic,
  SluiceError,
  type Diagnostic,
  type Place,
} from "../../base/errors/sluice-error.js";
import type { ColumnSpec, Model, Source } from "../../model/model.js";
import { placeOfOption } from "./option-place.js";
import { placeInFile } from "../../model/source-text.js";

/** How dates and timestamps of a file are written. */
export interface TimeFormats {
  readonly dateFormat?: string | undefined;
  readonly timestampFormat?: string | undefined;
}

/** A seed or source, the formats of its files, and the engine's dialect. */
interface Declared {
  readonly relation: Model | Source;
  readonly formats: TimeFormats;
  readonly dialect: Pick<Dialect, "parseType" | "timeFormatProblem">;
}

const keys = { dateFormat: "date_format", timestampFormat: "timestamp_format" } as const;
const wanted = { dateFormat: "date", timestampFormat: "timestamp" } as const;
type Key = keyof typeof keys;
const both: readonly Key[] = ["dateFormat", "timestampFormat"];

/**
 * Declared columns with their types, and the formats of the dates and timestamps in them. Raises `MODEL.INVALID` for a
 * format that the engine does not have or that has no effect.
 */
export function typedColumns(declared: Declared): readonly FileColumn[] {
  const { relation, formats, dialect } = declared;
  const [first, ...others] = [
    ...formatProblems(formats, declared),
    ...both.flatMap((key) => withoutColumn(key, declared)),
    ...relation.columns.flatMap((column) => [
      ...formatProblems(column, declared),
      ...both.flatMap((key) => withoutEffect(key, column, declared)),
    ]),
  ];
  if (first) throw SluiceError.of([first, ...others]);
  return relation.columns.flatMap(({ name, type, ...own }) => {
    if (type === undefined) return [];
    const kinds = kindsIn(dialect.parseType(type));
    const used = both.filter((key) => hasKind(kinds, key));
    return [
      { name, type, ...Object.fromEntries(used.map((key) => [key, own[key] ?? formats[key]])) },
    ];
  });
}

/** The kinds of the values of a type: its own, or those of its elements, keys and fields. */
function kindsIn({ kind, element, key, fields = [] }: TypeInfo): ReadonlySet<TypeKind> {
  const parts = [element, key, ...fields.map(({ type }) => type)].filter((part) => part);
  if (parts.length === 0) return new Set([kind]);
  return new Set(parts.flatMap((part) => (part ? [...kindsIn(part)] : [])));
}

const hasKind = (kinds: ReadonlySet<TypeKind>, key: Key) =>
  key === "dateFormat" ? kinds.has("date") : kinds.has("timestamp") || kinds.has("timestamptz");

/** Formats that the engine cannot read by. */
function formatProblems(formats: TimeFormats, { relation, dialect }: Declared): Diagnostic[] {
  return both.flatMap((key) => {
    const format = formats[key];
    const problem = format === undefined ? undefined : dialect.timeFormatProblem(format);
    if (format === undefined || !problem) return [];
    return [
      diagnostic({
        code: "MODEL.INVALID",
        message: `\`${keys[key]}: ${JSON.stringify(format)}\` is invalid: ${problem.message}.`,
        where: placeOfFormat(format, problem.at, relation),
        hints: problem.hints,
      }),
    ];
  });
}

/** A format of a column that has no such values does nothing. */
function withoutEffect(key: Key, column: ColumnSpec, { relation, dialect }: Declared) {
  const { name, type, [key]: format } = column;
  if (format === undefined) return [];
  if (type !== undefined && hasKind(kindsIn(dialect.parseType(type)), key)) return [];
  const reason = type === undefined ? "it has no type" : `its type is ${type}, not ${wanted[key]}`;
  return [
    diagnostic({
      code: "MODEL.INVALID",
      message: `\`${keys[key]}\` of the column \`${name}\` has no effect: ${reason}.`,
      where: placeOfFormat(format, 0, relation),
      hints: [`Declare \`type: ${wanted[key]}\`, or remove \`${keys[key]}\`.`],
    }),
  ];
}

/** A format of a file without a declared column of such values does nothing: guessed types are of ISO texts. */
function withoutColumn(key: Key, { relation, formats, dialect }: Declared) {
  const format = formats[key];
  const hasColumn = relation.columns.some(
    ({ type, [key]: own }) =>
      type !== undefined && own === undefined && hasKind(kindsIn(dialect.parseType(type)), key),
  );
  if (format === undefined || hasColumn || dialect.timeFormatProblem(format)) return [];
  return [
    diagnostic({
      code: "MODEL.INVALID",
      message: `\`${keys[key]}\` has no effect: no column is declared as ${wanted[key]} without a format of its own.`,
      where: placeOfOption(relation, keys[key]),
      hints: [
        `Declare the columns that are written so: \`columns: { day: { type: ${wanted[key]} } }\`, or remove \`${keys[key]}\`.`,
      ],
    }),
  ];
}

function placeOfFormat(
  format: string,
  offset: number,
  { source, path, name }: Model | Source,
): Place {
  const at = source.fileText.indexOf(format);
  return at < 0 ? { file: path, model: name } : placeInFile(source, at + offset, name);
}
