import type { UnstableCall } from "@sluice/core/adapter";

type Reason = UnstableCall["reason"];

/** Functions whose value does not follow from their arguments and the rows they read, by name in lower case. */
export const unstableFunctions: ReadonlyMap<string, Reason> = new Map([
  ...names(
    "clock",
    `now today current_date current_localtime current_localtimestamp get_current_time get_current_timestamp
     transaction_timestamp ago pg_conf_load_time pg_postmaster_start_time`,
  ),
  ...names("random", "random uuid gen_random_uuid uuidv4 uuidv7 reservoir_quantile"),
  // A sequence counts on; the others name the connection, transaction or query, or describe how rows are stored.
  ...names(
    "random",
    `nextval currval txid_current current_transaction_id current_connection_id current_query_id current_query
     stats`,
  ),
]);

/** Functions that read the clock where they are given one argument: `age(at)` counts from today, `age(a, b)` does not. */
export const clockOfOneArgument: ReadonlySet<string> = new Set(["age"]);

/** Words that read the clock without parentheses, where no column has their name. */
export const clockKeywords: ReadonlySet<string> = new Set([
  "current_date",
  "current_time",
  "current_timestamp",
  "localtime",
  "localtimestamp",
]);

/** Functions that the engine calls volatile and that give the same value at every build of a warehouse, with the reason. */
export const fixedFunctions: ReadonlyMap<string, string> = new Map([
  ["current_database", "the warehouse's own name"],
  ["current_schema", "the adapter sets no schema of its own"],
  ["current_schemas", "the adapter sets no schema of its own"],
  ["in_search_path", "the adapter sets no search path of its own"],
  ["error", "it gives no value: it fails"],
  ["setseed", "it gives null; what `random()` gives after it still follows from threads"],
  ["sleep_ms", "it gives null"],
  ["write_log", "it gives its argument"],
]);

function names(reason: Reason, text: string): (readonly [string, Reason])[] {
  return text
    .trim()
    .split(/\s+/u)
    .map((name) => [name, reason] as const);
}
