import type {
  Check,
  CheckEngine,
  CheckResult,
  CheckRun,
  CheckSpec,
} from "../src/model/check/check.js";
import type { SqlRunner } from "../src/warehouse/warehouse-adapter.js";
import {
  diagnostic,
  isSluiceError,
  toDiagnostic,
  type Diagnostic,
} from "../src/base/errors/sluice-error.js";

/** A few kinds of checks, each one query that runs for real: core's tests cannot use `@sluice/dq`, which needs core. */
export function testCheckEngine(): CheckEngine {
  return {
    parse: (spec, { columns }) => {
      const problem = problemOf(
        spec,
        columns?.map((c) => c.name),
      );
      return problem === undefined
        ? { ok: true, check: toCheck(spec) }
        : {
            ok: false,
            diagnostic: diagnostic({
              code: "DQ.CHECK_INVALID",
              message: problem,
              where: spec.where,
            }),
          };
    },
    run: async (run, runner, options) => {
      const results: CheckResult[] = [];
      for (const check of run.checks) results.push(await runCheck(check, run, runner, options));
      return results;
    },
    bind: async (run, binder, options) => {
      const found = await Promise.all(
        run.checks.map((check) => bindProblem(check, run, { binder, options })),
      );
      return found.flat();
    },
  };
}

const kinds = [
  "not_null",
  "unique",
  "expression",
  "relationships",
  "custom_sql",
  "accepted_values",
  "non_overlapping",
  "freshness",
  "window_rows",
];

/** Kinds whose outcome follows from the run's time. */
const clockKinds = ["freshness", "window_rows"];

const rowKinds = ["not_null", "expression", "accepted_values", "relationships"];

function problemOf(spec: CheckSpec, columns: readonly string[] | undefined): string | undefined {
  if (!kinds.includes(spec.type)) return `There is no check \`${spec.type}\`.`;
  const missing = columns !== undefined && spec.column !== undefined;
  if (missing && !columns.some((c) => c.toLowerCase() === spec.column?.toLowerCase()))
    return `There is no column \`${spec.column ?? ""}\`.`;
  return undefined;
}

function toCheck(spec: CheckSpec): Check {
  const { name, severity, to } = spec.args;
  return {
    name:
      typeof name === "string"
        ? name
        : `${spec.type}(${spec.column ?? String(spec.args["value"])})`,
    type: spec.type,
    severity: severity === "warn" ? "warn" : "error",
    perRow: rowKinds.includes(spec.type),
    readsClock: clockKinds.includes(spec.type),
    // Their text is parsed as a query; core finds out what it reads.
    ...(spec.type === "custom_sql" && { queries: [String(spec.args["value"])] }),
    reads: typeof to === "string" && spec.type === "relationships" ? [to] : [],
    queries: spec.type === "custom_sql" ? [String(spec.args["value"])] : [],
    spec,
  };
}

async function failingRows(check: Check, run: CheckRun): Promise<string> {
  const { spec } = check;
  const column = spec.column === undefined ? "" : run.dialect.quoteIdentifier(spec.column);
  const from = `from ${run.relation}`;
  switch (spec.type) {
    case "not_null":
      return `select 1 ${from} where ${column} is null`;
    case "unique":
      return `select 1 ${from} where ${column} is not null group by ${column} having count(*) > 1`;
    case "expression":
      return `select 1 ${from} where not (${String(spec.args["value"])})`;
    case "non_overlapping": {
      const key = (spec.args["columns"] as readonly string[]).join(", ");
      const [low, high] = [String(spec.args["from"]), String(spec.args["to"])];
      const next = `lead(${low}) over (partition by ${key} order by ${low})`;
      return `select 1 from (select ${high} as h, ${next} as n ${from} where ${high} is null or ${low} < ${high}) where n is not null and (h is null or h > n)`;
    }
    case "accepted_values": {
      const values = (spec.args["values"] ?? spec.args["value"]) as readonly string[];
      return `select 1 ${from} where ${column} not in (${values.map((v) => run.dialect.literal(v)).join(", ")})`;
    }
    case "freshness": {
      const hours = String(spec.args["hours"] ?? spec.args["value"]);
      return `select 1 from (select max(${column}) as newest ${from}) where newest is null or newest < timestamp '${run.now}' - interval ${hours} hour`;
    }
    case "window_rows":
      return `select 1 from (select count(*) as n ${from} where ${column} > timestamp '${run.now}' - interval 1 day) where n < ${String(spec.args["min"])}`;
    case "relationships": {
      const { field } = spec.args;
      const theirs = run.dialect.quoteIdentifier(
        typeof field === "string" ? field : (spec.column ?? ""),
      );
      const other = run.resolve(String(spec.args["to"]));
      return `select 1 ${from} where ${column} not in (select ${theirs} from ${other})`;
    }
    default:
      return run.renderQuery(String(spec.args["value"]));
  }
}

async function runCheck(
  check: Check,
  run: CheckRun,
  runner: SqlRunner,
  options: Parameters<CheckEngine["run"]>[2],
): Promise<CheckResult> {
  const { name, type, severity } = check;
  const base = { model: run.model, check: name, type, severity };
  const failing = await failingRows(check, run);
  try {
    for await (const row of runner.query(`select count(*)::int as n from (${failing})`, options)) {
      const count = Number(row["n"]);
      const status = count === 0 ? "passed" : severity === "warn" ? "warned" : "failed";
      return { ...base, status, failing: count, observed: count };
    }
  } catch (error) {
    if (!isSluiceError(error) || error.code === "RUN.CANCELLED") throw error;
    return { ...base, status: "error", error: toDiagnostic(error) };
  }
  return { ...base, status: "error" };
}

async function bindProblem(
  check: Check,
  run: CheckRun,
  {
    binder,
    options,
  }: {
    readonly binder: Parameters<CheckEngine["bind"]>[1];
    readonly options: Parameters<CheckEngine["bind"]>[2];
  },
): Promise<readonly Diagnostic[]> {
  try {
    await binder.dryRun(await failingRows(check, run), options);
    return [];
  } catch (error) {
    if (!isSluiceError(error) || error.code === "RUN.CANCELLED") throw error;
    const { message, hints } = error;
    const where = check.spec.where ?? { model: run.model };
    return [
      diagnostic({ code: "DQ.CHECK_INVALID", message: `${check.name}: ${message}`, where, hints }),
    ];
  }
}
