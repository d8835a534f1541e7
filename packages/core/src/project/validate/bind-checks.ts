import type { Dialect } from "../../warehouse/dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { SqlValue } from "../../warehouse/values.js";
import { sha256, type ContentCache } from "../../base/cache/content-cache.js";
import type { Check, CheckEngine } from "../../model/check/check.js";
import { timeColumnOf } from "../check-time.js";
import { makeCheckRun, type CheckRunContext } from "../make-check-run.js";
import { mapConcurrently } from "../../base/concurrency/map-concurrently.js";
import { isSluiceError, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { Model, Source } from "../../model/model.js";
import type { CheckReads } from "../resolve/check-reads.js";
import type { Graph } from "../resolve/graph.js";
import { indexNames } from "../resolve/name-index.js";
import type { ScratchProvider } from "../resolve/parse-models.js";
import type { Known, ScratchTables } from "./scratch-tables.js";

/** Inputs of the binding of checks. */
export interface BindChecksContext {
  readonly graph: Graph;
  readonly scratch: ScratchProvider;
  readonly tables: ScratchTables;
  readonly engine: CheckEngine;
  /** By full name, as far as they are known. */
  readonly columns: ReadonlyMap<string, readonly ColumnInfo[]>;
  readonly checks: ReadonlyMap<string, readonly Check[]>;
  readonly checkReads: Pick<CheckReads, "inputs" | "unresolved">;
  readonly parameters: Readonly<Record<string, SqlValue>>;
  /** Checks that the engine has bound, by everything that decides it. */
  readonly boundChecks: ContentCache<true>;
  readonly signal?: AbortSignal | undefined;
}

/** The checks of a relation that are to be bound, and the relations they read. */
interface Job {
  readonly relation: Model | Source;
  readonly checks: readonly Check[];
  /** The relation itself and all others that its checks read. */
  readonly inputs: readonly Known[];
  readonly key: string;
}

/**
 * Binds the queries of all checks on empty tables: a diagnostic for each check that the engine refuses. Checks whose
 * names were not resolved, and those that read a relation without known columns, are left out.
 */
export async function bindChecks(
  context: BindChecksContext,
): Promise<ReadonlyMap<Model | Source, readonly Diagnostic[]>> {
  const { graph, tables, boundChecks, signal } = context;
  const { project, sources, nodes } = graph;
  const relations = [...sources.values(), ...Array.from(nodes.values(), ({ model }) => model)];
  const jobs = relations
    .flatMap((relation) => jobOf(relation, context))
    .filter(({ key }) => boundChecks.get(key) === undefined);
  if (jobs.length === 0) return new Map();
  // Where the tables cannot be made in one go, one relation after the other makes its own.
  const together = await isDone(tables.create(jobs.flatMap(({ inputs }) => inputs)));
  signal?.throwIfAborted();
  const { concurrency } = project.target.engine.capabilities;
  const using = await runContext(context);
  const found = await mapConcurrently(jobs, together ? concurrency : 1, (job) =>
    bindJob(job, { ...context, using }),
  );
  return new Map(jobs.map(({ relation }, i) => [relation, found[i] ?? []]));
}

function jobOf(relation: Model | Source, context: BindChecksContext): readonly Job[] {
  const { name } = relation;
  const { checkReads, columns } = context;
  const readBy = new Map(checkReads.inputs.get(name)?.map((one) => [one.check, one]));
  const own = columns.get(name);
  const checks = (context.checks.get(name) ?? []).filter(
    (check) =>
      checkReads.unresolved.get(name)?.has(check.name) !== true &&
      (readBy.get(check.name)?.reads ?? []).every((read) => columns.has(read)),
  );
  if (own === undefined || checks.length === 0) return [];
  const read = checks.map((check) => readBy.get(check.name));
  const names = new Set(read.flatMap((one) => one?.reads ?? []));
  const inputs = [name, ...names].map((one): Known => [one, columns.get(one) ?? []]);
  const parameters = new Set(read.flatMap((one) => one?.parameters ?? []));
  const { dialect } = context.graph.project.target.engine;
  const key = sha256(
    "checks",
    JSON.stringify([
      inputs,
      timeColumnOf(relation),
      checks.map(({ name: check, type, spec: { column, args } }) => [check, type, column, args]),
      [...parameters].map((one) => [one, parameterText(one, context.parameters, dialect)]),
    ]),
  );
  return [{ relation, checks, inputs, key }];
}

/** The value of a parameter as text that is the same at every run. */
function parameterText(name: string, values: BindChecksContext["parameters"], dialect: Dialect) {
  if (name === "now" || !(name in values)) return name;
  return dialect.literal(values[name] ?? null);
}

async function runContext(context: BindChecksContext): Promise<CheckRunContext> {
  const { project } = context.graph;
  return {
    ...context,
    project,
    index: indexNames(project.models.values(), project.sources.values()),
    parser: await context.scratch(),
    relation: (name) => context.tables.relation(name),
  };
}

async function bindJob(
  { relation, checks, inputs, key }: Job,
  context: BindChecksContext & { readonly using: CheckRunContext },
): Promise<readonly Diagnostic[]> {
  const { tables, engine, boundChecks, signal, using } = context;
  // A type that only the warehouse knows has no table here; the build runs such checks all the same.
  if (!(await isDone(tables.create(inputs)))) return [];
  const run = makeCheckRun(relation, tables.relation(relation.name), {
    ...using,
    checks: new Map([[relation.name, checks]]),
  });
  const found = run ? await engine.bind(run, await context.scratch(), { signal }) : [];
  if (found.length === 0) boundChecks.set(key, true);
  return found.map((one) => ({
    ...one,
    where: { file: relation.path, ...one.where, model: relation.name },
  }));
}

/** True when the work is done, false when the engine refuses it. Rejects when it is cancelled. */
async function isDone(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (!isSluiceError(error) || error.code === "RUN.CANCELLED") throw error;
    return false;
  }
}
