import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { SluiceError } from "@sluice/core/adapter";
import { databasePath } from "./database-file.js";
import { normalizeError } from "./errors.js";
import { literal } from "./literals.js";
import type { Native } from "./native.js";
import { openError } from "./open-error.js";
import type { DuckdbOptions } from "./options.js";
import { quoteIdentifier, quoteText } from "./text.js";

/** A private engine in memory; database files are attached to it. */
export async function createInstance(
  native: Native,
  options: DuckdbOptions,
  spill: string,
): Promise<DuckDBInstance> {
  return native.DuckDBInstance.create(":memory:", {
    autoload_known_extensions: "false",
    autoinstall_known_extensions: "false",
    temp_directory: spill,
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    ...(options.memory_limit === undefined ? {} : { memory_limit: options.memory_limit }),
  });
}

/** Settings and attachments; returns what each connection has to set for itself. */
export async function setUp(
  connection: DuckDBConnection,
  options: DuckdbOptions,
  projectDir: string,
): Promise<readonly string[]> {
  await connection.run("set global errors_as_json = true; set global TimeZone = 'UTC'");
  for (const [alias, { path }] of Object.entries(options.attach ?? {})) {
    const file = databasePath(path, projectDir);
    await connection
      .run(`attach ${quoteText(file)} as ${quoteIdentifier(alias)} (type duckdb, read_only)`)
      .catch((error: unknown) => {
        throw openError(file, normalizeError(error));
      });
  }
  const perConnection: string[] = [];
  for (const [key, value] of Object.entries(options.settings ?? {})) {
    const assignment = `${quoteIdentifier(key)} = ${literal(value)}`;
    try {
      await connection.run(`set global ${assignment}`);
    } catch (error) {
      const problem = normalizeError(error);
      if (!problem.message.includes("cannot be set globally")) throw settingError(key, problem);
      perConnection.push(`set session ${assignment}`);
    }
  }
  return perConnection;
}

function settingError(key: string, problem: SluiceError): SluiceError {
  return new SluiceError({
    code: "CONFIG.INVALID",
    message: `duckdb(): the setting \`${key}\` is not accepted: ${problem.message}`,
    hints: problem.hints,
    cause: problem,
  });
}
