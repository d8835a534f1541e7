import type { Diagnostic, RunEvent, SqlValue } from "@sluice/core";
import type { Io } from "../io/io.js";
import { toJson } from "../output/json-value.js";
import type { Reporter } from "./reporter.js";

/** Version of the log's lines; raised only when a reader of the older version would misread one. */
export const logVersion = 1;

/** A line of the JSON log beside the run's own events. */
type LogRecord =
  | RunEvent
  | { readonly type: "note"; readonly at: string; readonly message: string }
  | {
      readonly type: "error";
      readonly at: string;
      readonly diagnostic: Omit<Diagnostic, "code"> & { readonly code: string };
      /** Of a bug only. */
      readonly stack?: string | undefined;
    };

/** Writes one line of NDJSON to stderr. */
export function logJson(io: Io, record: LogRecord): void {
  const line = io.redact.data({ v: logVersion, ...record });
  io.stderr.write(`${JSON.stringify(line, plain)}\n`);
}

/** What JSON cannot say is written as in the documents; keys without a value are left out. */
function plain(_key: string, value: unknown): unknown {
  const foreign =
    typeof value === "bigint" ||
    typeof value === "number" ||
    value instanceof Map ||
    value instanceof Uint8Array;
  return foreign ? toJson(value as SqlValue) : value;
}

/** `--log-format json`: every event as it happens, nothing else on stderr. */
export function createJsonReporter(io: Io): Reporter {
  return {
    event: (event) => logJson(io, event),
    note: (message) =>
      logJson(io, { type: "note", at: new Date(io.clock.now()).toISOString(), message }),
    close: () => undefined,
  };
}
