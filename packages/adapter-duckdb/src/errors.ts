import {
  isSluiceError,
  SluiceError,
  systemError,
  suggest,
  type ErrorCode,
  type Place,
} from "@sluice/core/adapter";
import { refusedValue } from "./read-exact.js";
import { ByteOffsets, codePointOffset, placeAt } from "./spans.js";

/** What DuckDB tells of an error when `errors_as_json` is on. */
interface EngineError {
  readonly exception_type: string;
  readonly exception_message: string;
  readonly error_subtype?: string;
  readonly position?: string;
  readonly candidates?: string;
  readonly errno?: string;
}

interface Rule {
  readonly types: RegExp;
  readonly message: RegExp;
  readonly code: ErrorCode;
}

const storage = /^(IO|TransactionContext|FATAL|INTERNAL|Out of Memory|Unknown|Serialization)$/i;
const reading = /^(Invalid Input|Conversion|IO|Unknown|Out of Range)$/i;
const any = /^/;

/** The first rule that fits gives the code; both the type and the message must fit, since users write messages too. */
const rules: readonly Rule[] = [
  { types: /^INTERRUPT$/i, message: any, code: "RUN.CANCELLED" },
  { types: storage, message: /No space left on device|disk is full/i, code: "ADAPTER.DISK_FULL" },
  { types: storage, message: /Could not set lock on file/, code: "ADAPTER.LOCKED" },
  { types: /^TransactionContext$/, message: /conflict/i, code: "ADAPTER.CONFLICT" },
  { types: storage, message: /File too large/, code: "SYSTEM.FILE_TOO_LARGE" },
  { types: storage, message: /Too many open files/, code: "SYSTEM.TOO_MANY_FILES" },
  { types: storage, message: /Input\/output error/, code: "SYSTEM.FAILED" },
  // The warehouse's own file has been looked at before the engine is asked to open it.
  { types: storage, message: /^Cannot open file .*Permission denied/, code: "SYSTEM.PERMISSION" },
  {
    types: storage,
    message: /Read-only file system|Permission denied/i,
    code: "ADAPTER.READ_ONLY",
  },
  {
    types: /^(Invalid Input|Unknown)$/,
    message: /attached in read-only mode|read-only transaction/,
    code: "ADAPTER.READ_ONLY",
  },
  {
    types: storage,
    message:
      /not a valid DuckDB database|corrupt|checksum|replaying WAL|serialization version|version number/i,
    code: "ADAPTER.CORRUPT",
  },
  { types: /^Out of Memory$/, message: any, code: "ADAPTER.OUT_OF_MEMORY" },
  // A commit that runs out of it is an error of the transaction.
  {
    types: storage,
    message: /could not allocate block|failed to (allocate|pin) /i,
    code: "ADAPTER.OUT_OF_MEMORY",
  },
  {
    types: reading,
    message:
      /^CSV Error|Error when sniffing file|Malformed JSON in file|JSON transform error in file|maximum_object_size|magic bytes|Parquet file|not utf-8|too small to be|failed to read metadata/i,
    code: "SOURCE.UNREADABLE",
  },
  {
    types: /^IO$/,
    message: /^No files found that match|^Cannot open file/,
    code: "SOURCE.NOT_FOUND",
  },
  { types: /^(Parser|Syntax)$/, message: any, code: "SQL.SYNTAX" },
  {
    types: /^(Binder|Catalog|Parameter Not Resolved|Parameter Not Allowed)$/,
    message: any,
    code: "SQL.BIND",
  },
  { types: /^Invalid Input$/, message: /^Expected \d+ parameters/, code: "SQL.BIND" },
  {
    types: /^Invalid Input$/,
    message: /^Cannot prepare multiple statements/,
    code: "SQL.NOT_A_QUERY",
  },
];

const retryable: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "ADAPTER.CONFLICT",
  "ADAPTER.LOCKED",
]);

/**
 * An engine error as a coded one: one sentence, line and column in `sql` where DuckDB gives a position,
 * near names as hints. `before` was sent in front of `sql` in the same text. An unreadable source names file and
 * line of the file instead.
 */
export function normalizeError(error: unknown, sql?: string, before = ""): SluiceError {
  if (isSluiceError(error)) return error;
  const refusedBySystem = systemError(error, { cannotBe: "used" });
  if (refusedBySystem) return refusedBySystem;
  const engine = engineError(error);
  const refused = refusedOf(engine);
  if (refused) return refused;
  const code =
    rules.find(
      ({ types, message }) =>
        types.test(engine.exception_type) && message.test(engine.exception_message),
    )?.code ?? "SQL.FAILED";
  if (code === "RUN.CANCELLED") return cancelled(error);
  const source = code === "SOURCE.UNREADABLE" ? sourcePlace(engine.exception_message) : undefined;
  return new SluiceError({
    code,
    message: source?.message ?? sentence(engine.exception_message),
    hints: hintsOf(engine),
    where: source?.where ?? whereOf(engine, sql, before),
    retryable: retryable.has(code),
    cause: error,
  });
}

/** The error that reading files raises for a value that its column's type does not have. */
function refusedOf({ exception_message: message }: EngineError): SluiceError | undefined {
  if (!message.startsWith(refusedValue)) return undefined;
  const { file, column, type, value } = JSON.parse(message.slice(refusedValue.length)) as Readonly<
    Record<"file" | "column" | "type" | "value", string>
  >;
  return new SluiceError({
    code: "SOURCE.VALUE",
    message: `${file}: \`${column}\` is declared as ${type}, and ${JSON.stringify(value)} is none.`,
    where: { file },
  });
}

/** The error of a query that its caller aborted. */
export function cancelled(cause?: unknown): SluiceError {
  return new SluiceError({ code: "RUN.CANCELLED", message: "The query was cancelled.", cause });
}

function engineError(error: unknown): EngineError {
  const text = error instanceof Error ? error.message : String(error);
  const json = text.indexOf('{"exception_type"');
  const parsed = json < 0 ? undefined : parseJson(text.slice(json));
  if (parsed !== undefined) return parsed;
  const match = /^(?:Failed to [a-z ]+: )?([A-Z][A-Za-z -]*?)(?: Error|Exception): ([^]*)$/.exec(
    text,
  );
  return { exception_type: match?.[1] ?? "Unknown", exception_message: match?.[2] ?? text };
}

function parseJson(text: string): EngineError | undefined {
  try {
    return JSON.parse(text) as EngineError;
  } catch {
    return undefined;
  }
}

const tails =
  /\n?\s*(Did you mean|Candidate bindings|Candidate functions|Candidate Entries|Possible solution|Possible fixes|Try setting|Try increasing|Try auto-detecting|The search space used|It was not possible to automatically|This limit was set by)[^]*$/i;

/** The first paragraph as one sentence, without the parts that hints, places or causes carry. */
function sentence(message: string): string {
  const head =
    message
      .replace(/\nLINE \d+:[^]*$/, "")
      .replace(tails, "")
      .split(/\n\s*\n/)[0] ?? "";
  const line = head
    .replaceAll("\\0", ".")
    .replaceAll(/\s*\n\s*/g, " ")
    .trim()
    .replace(/[\s,:!]+$/, "");
  if (line === "") return "DuckDB gave no message.";
  const text = line.charAt(0).toUpperCase() + line.slice(1);
  return /[.?]$/.test(text) ? text : `${text}.`;
}

/** File and line that DuckDB's reader names, and what is wrong there. */
function sourcePlace(message: string): { message: string; where: Place } | undefined {
  const file = /(?:^\s*file = (.+)$|file ["'](.+?)["'])/m.exec(message);
  const path = file?.[1] ?? file?.[2];
  if (path === undefined) return undefined;
  const json = jsonFault(message);
  if (json !== undefined) return { message: `${path}: ${sentence(json)}`, where: { file: path } };
  const line = /^CSV Error on Line: (\d+)/.exec(message)?.[1] ?? /in line (\d+)/.exec(message)?.[1];
  const wrong = message
    .replace(/^CSV Error on Line: \d+\n(?:Original Line: .*\n)?/, "")
    .split("\n")[0];
  const where = line === undefined ? { file: path } : { file: path, line: Number(line) };
  const at = line === undefined ? "" : `, line ${line}`;
  return { message: `${path}${at}: ${sentence(wrong ?? "")}`, where };
}

/** The fault of a JSON file. The line that the reader names beside it is often the one before or after. */
function jsonFault(message: string): string | undefined {
  if (message.includes("maximum_object_size"))
    return "An object or value is larger than the 16 MB that the reader of JSON takes for one.";
  const form =
    /^(?:Malformed JSON|JSON transform error) in file .*? in (?:line|record\/value) \d+: (.*)/s;
  return form.exec(message)?.[1];
}

const internalName = /^(pg_|duckdb_|sqlite_|pragma_|information_schema)/;

/** A function that DuckDB does not have may be a macro of the database file, which scratch engines do not see. */
const missingFunction =
  /^(?:Scalar|Table|Aggregate|Window) Function with name (\S+) does not exist/;
const macroHint =
  "Macros of the database file are no part of a project: write the expression here, or in a TypeScript model.";

function hintsOf(engine: EngineError): string[] {
  const near = nearNames(engine);
  const missing = missingFunction.exec(engine.exception_message)?.[1];
  const isMisspelt = missing === undefined || suggest(missing, near).length > 0;
  return [...nearHint(engine, near), ...(isMisspelt ? [] : [macroHint])];
}

function nearNames(engine: EngineError): readonly string[] {
  return (engine.candidates ?? "")
    .split(/,(?![^(]*\))/)
    .map((name) => name.trim())
    .filter((name) => name !== "" && !internalName.test(name))
    .slice(0, 3);
}

function nearHint(engine: EngineError, near: readonly string[]): readonly string[] {
  if (near.length === 0) return [];
  const listed = near.map((name) => `\`${name}\``).join(" or ");
  return [
    engine.error_subtype === "NO_MATCHING_FUNCTION"
      ? `It accepts ${listed}.`
      : `Did you mean ${listed}?`,
  ];
}

function whereOf(engine: EngineError, sql: string | undefined, before: string): Place | undefined {
  if (sql === undefined || engine.position === undefined) return undefined;
  const position = Number(engine.position);
  if (!Number.isSafeInteger(position)) return undefined;
  const points = /^(Parser|Syntax)$/.test(engine.exception_type);
  const text = before + sql;
  const offset = points ? codePointOffset(text, position) : new ByteOffsets(text).toUnits(position);
  return offset < before.length ? undefined : placeAt(sql, offset - before.length);
}
