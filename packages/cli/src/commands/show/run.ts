import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { SluiceError, type QueryResult, type Workspace } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { remark } from "../../io/io.js";
import { terminalWidth } from "../../io/output.js";
import { printDocument } from "../../json/print-document.js";
import { copyRows, type Copied } from "../../output/copy-rows.js";
import { rowToJson } from "../../output/json-value.js";
import { rowWriters, type RowWriter } from "../../output/row-writer.js";
import { withSink } from "../../output/sink.js";
import { tableWriter } from "../../output/table-writer.js";
import { text, whole } from "../../program/read-options.js";
import { counted } from "../../render/amounts.js";
import { resolveName } from "../../session/resolve-name.js";
import { withKnownEnvironment } from "../../session/with-workspace.js";

export const run: CommandRun = async (context) => {
  const what = await whatToShow(context);
  refuseCombinations(context);
  return withKnownEnvironment(context, async (workspace) => {
    const { io, global, signal } = context;
    const sql = what.sql ?? selectAll(workspace, what.model ?? "");
    const result = await workspace.query(sql, { signal });
    if (global.json) await showDocument(result, context);
    else {
      const copied = await write(result, context);
      if (!global.quiet && global.logFormat === "text") remark(io, footnote(copied, context));
    }
    return exitCode.done;
  });
};

/** Rows at most; undefined when all are wanted. */
function limitOf({ options }: CommandContext): number | undefined {
  return whole(options, "limit");
}

interface Subject {
  readonly model?: string | undefined;
  readonly sql?: string | undefined;
}

async function whatToShow({ args, options, io }: CommandContext): Promise<Subject> {
  const [model] = args;
  const sql = text(options, "sql");
  const file = text(options, "file");
  const given = [model, sql, file].filter((value) => value !== undefined).length;
  if (given !== 1) throw usageError("Give exactly one of a model, --sql and --file.");
  if (file === undefined) return { model, sql };
  try {
    return { sql: await readFile(resolve(io.cwd, file), "utf8") };
  } catch (cause) {
    throw new SluiceError({
      code: "CLI.USAGE",
      message: `The file ${file} cannot be read.`,
      hints: ["Give the path of a file that holds one select."],
      cause,
    });
  }
}

function usageError(message: string): SluiceError {
  return new SluiceError({ code: "CLI.USAGE", message, hints: ["See `sluice show --help`."] });
}

function refuseCombinations({ options, global }: CommandContext): void {
  const format = text(options, "format");
  const output = text(options, "output");
  if (global.json && output !== undefined) {
    throw usageError("--json prints on stdout; use --format json together with --output.");
  }
  if (global.json && format !== "table" && format !== "json") {
    throw usageError(`--json and --format ${format ?? ""} exclude each other.`);
  }
  if (format === "parquet") {
    throw new SluiceError({
      code: "CAPABILITY.UNSUPPORTED",
      message: "Rows cannot be written as parquet yet.",
      hints: ["Use --format csv or --format ndjson."],
    });
  }
}

/** Quoted as the engine does, so that any name is taken for what it is. */
function selectAll(workspace: Workspace, given: string): string {
  const name = resolveName(workspace.project, given);
  const { models, sources } = workspace.project;
  const found = models.get(name) ?? sources.get(name);
  const relation = { schema: found?.schema ?? "", name: found?.table ?? name };
  return `select * from ${workspace.engine.dialect.relation(relation)}`;
}

async function showDocument(result: QueryResult, context: CommandContext): Promise<void> {
  const limit = limitOf(context) ?? Infinity;
  const rows: ReturnType<typeof rowToJson>[] = [];
  let truncated = false;
  for await (const row of result.rows) {
    if (rows.length >= limit) {
      truncated = true;
      break;
    }
    rows.push(rowToJson(row));
  }
  const columns = result.columns.map(({ name, type }) => ({ name, type }));
  await printDocument(context.io, "show", { ok: true, columns, rows, truncated });
}

function write(
  result: QueryResult,
  context: CommandContext,
): Promise<Copied & { readonly notes: readonly string[] }> {
  const { io, options } = context;
  const writer = writerOf(context);
  return withSink(io, text(options, "output"), async (sink) => {
    const copied = await copyRows(result, { writer, sink }, limitOf(context));
    return { ...copied, notes: writer.notes?.() ?? [] };
  });
}

function writerOf({ io, options }: CommandContext): RowWriter {
  const format = text(options, "format");
  if (format === "json" || format === "ndjson" || format === "csv") return rowWriters[format]();
  const toFile = text(options, "output") !== undefined;
  return tableWriter(io.out, toFile ? undefined : terminalWidth(io.stdout));
}

function footnote(
  copied: Copied & { readonly notes: readonly string[] },
  { io, options }: CommandContext,
): string[] {
  const output = text(options, "output");
  const dim = io.err.dim;
  const table = text(options, "format") === "table";
  const more = copied.truncated
    ? [dim(`first ${counted(copied.rows, "row")}; there are more: --limit <n> or --limit none`)]
    : table
      ? [dim(counted(copied.rows, "row"))]
      : [];
  const written =
    output === undefined || output === "-"
      ? []
      : [`Wrote ${counted(copied.rows, "row")} to ${output}.`];
  return [
    ...copied.notes.map(dim),
    ...(written.length > 0 && !copied.truncated ? [] : more),
    ...written,
  ];
}
