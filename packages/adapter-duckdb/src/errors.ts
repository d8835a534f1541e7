import { isSluiceError, SluiceError, type ErrorCode } from "@sluice/core/adapter";
import { ByteOffsets, placeAt } from "./spans.js";

/** What DuckDB tells of an error when `errors_as_json` is on. */
interface EngineError {
  readonly exception_type: string;
  readonly exception_message: string;
  readonly position?: string;
  readonly candidates?: string;
}

const retryable: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "ADAPTER.CONFLICT",
  "ADAPTER.LOCKED",
]);

/** Exception types of DuckDB that name their code by themselves. */
const codes: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ["Parser", "SQL.SYNTAX"],
  ["Syntax", "SQL.SYNTAX"],
  ["Binder", "SQL.BIND"],
  ["Catalog", "SQL.BIND"],
  ["Parameter Not Resolved", "SQL.BIND"],
  ["Parameter Not Allowed", "SQL.BIND"],
  ["Out of Memory", "ADAPTER.OUT_OF_MEMORY"],
  ["INTERRUPT", "RUN.CANCELLED"],
]);

const messages: readonly (readonly [RegExp, ErrorCode])[] = [
  [
    /No space left on device|disk (is )?full|max_temp_directory_size|Could not write all bytes/i,
    "ADAPTER.DISK_FULL",
  ],
  [/Could not set lock on file/i, "ADAPTER.LOCKED"],
  [
    /write-write conflict|Conflict on (tuple|update)|Transaction conflict|conflicting/i,
    "ADAPTER.CONFLICT",
  ],
  [/read-only (mode|database)|Read-only file system|read only mode/i, "ADAPTER.READ_ONLY"],
  [
    /not a valid DuckDB database|Corrupt|checksum|replaying WAL|serialization version/i,
    "ADAPTER.CORRUPT",
  ],
  [
    /CSV Error|CSV file|Error when sniffing|Malformed JSON|No magic bytes found|too small to be a Parquet|not a Parquet file|Invalid Input Error: .*Parquet|JSON transform error|line \d+ of file|invalid unicode|not utf-8/i,
    "SOURCE.UNREADABLE",
  ],
  [/No files found that match|Cannot open file/i, "SOURCE.NOT_FOUND"],
];

/** An engine error as a coded one, with line and column in `sql` where DuckDB gives a position. */
export function normalizeError(error: unknown, sql?: string): SluiceError {
  if (isSluiceError(error)) return error;
  const engine = engineError(error);
  const code = codeOf(engine);
  const message = sentence(engine.exception_message);
  return new SluiceError({
    code,
    message: code === "RUN.CANCELLED" ? "The query was cancelled." : message,
    hints: hintsOf(engine),
    where: whereOf(engine, sql),
    retryable: retryable.has(code),
    cause: error,
  });
}

/** The error of a query that its caller aborted. */
export function cancelled(cause?: unknown): SluiceError {
  return new SluiceError({ code: "RUN.CANCELLED", message: "The query was cancelled.", cause });
}

function engineError(error: unknown): EngineError {
  const text = error instanceof Error ? error.message : String(error);
  const json = text.indexOf('{"exception_type"');
  if (json >= 0) {
    const parsed = parseJson(text.slice(json));
    if (parsed !== undefined) return parsed;
  }
  const match =
    /^(?:Failed to [a-z ]+: )?([A-Za-z][A-Za-z -]*?)(?: Error|Exception)?: ([^]*)$/.exec(text);
  const position = undefined;
  return {
    exception_type: match?.[1] ?? "Unknown",
    exception_message: match?.[2] ?? text,
    ...(position === undefined ? {} : { position }),
  };
}

function parseJson(text: string): EngineError | undefined {
  try {
    return JSON.parse(text) as EngineError;
  } catch {
    return undefined;
  }
}

function codeOf(engine: EngineError): ErrorCode {
  const byType = codes.get(engine.exception_type);
  const byMessage = messages.find(([pattern]) => pattern.test(engine.exception_message))?.[1];
  if (byMessage !== undefined && byType !== "SQL.SYNTAX") return byMessage;
  if (byType !== undefined) return byType;
  if (
    engine.exception_type === "TransactionContext" &&
    /conflict/i.test(engine.exception_message)
  ) {
    return "ADAPTER.CONFLICT";
  }
  return "SQL.FAILED";
}

/** The first paragraph as one sentence, without the parts that hints, places or causes carry. */
function sentence(message: string): string {
  const head = message
    .replace(/\n+LINE \d+:[^]*$/, "")
    .replace(
      /\n?(Did you mean|Candidate bindings|Candidate functions|Candidate Entries|Possible solutions|Possible fixes)[^]*$/i,
      "",
    );
  const line = head
    .split(/\n\s*\n/)[0]
    ?.replaceAll(/\s*\n\s*/g, " ")
    .trim()
    .replace(/[\s,:]+$/, "");
  if (line === undefined || line === "") return "DuckDB gave no message.";
  return /[.!?]$/.test(line) ? line.replace(/!$/, ".") : `${line}.`;
}

function hintsOf(engine: EngineError): string[] {
  const near = (engine.candidates ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")
    .slice(0, 3);
  return near.length === 0
    ? []
    : [`Did you mean ${near.map((name) => `\`${name}\``).join(" or ")}?`];
}

function whereOf(engine: EngineError, sql: string | undefined) {
  if (sql === undefined || engine.position === undefined) return undefined;
  const bytes = Number(engine.position);
  if (!Number.isSafeInteger(bytes)) return undefined;
  return placeAt(sql, new ByteOffsets(sql).toUnits(bytes));
}
