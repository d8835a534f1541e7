import type { ParsedQuery, TableReference, UnstableCall } from "../../warehouse/parsing.js";
import type { Check, CheckEngine } from "../../model/check/check.js";
import { timeColumnOf } from "../check-time.js";
import type { Diagnostic, Place } from "../../base/errors/sluice-error.js";
import type { Model, Source } from "../../model/model.js";
import { verbatim } from "../../model/source-text.js";
import type { Project } from "../../model/project/project.js";
import type { CheckInputs } from "./graph.js";
import { isRelation, lookUp, splitName, type NameIndex } from "./name-index.js";
import { parseModels, type Parsing } from "./parse-models.js";

/** Words by which the queries of a check read the clock; `$now` is one of them. */
export type ClockWord = Pick<UnstableCall, "name" | "mayBeColumn">;

/** Words by which checks read the clock: by relation, then by check. */
export type ClockChecks = ReadonlyMap<string, ReadonlyMap<string, readonly ClockWord[]>>;

/** Checks of which a text or a name is not understood, by relation. */
export type UnresolvedChecks = ReadonlyMap<string, ReadonlySet<string>>;

/** Inputs of checks, by checked relation, and the words by which checks read the clock. */
export interface CheckReads {
  readonly inputs: ReadonlyMap<string, readonly CheckInputs[]>;
  readonly clock: ClockChecks;
  readonly unresolved: UnresolvedChecks;
  readonly diagnostics: readonly Diagnostic[];
}

interface CheckOf {
  readonly model: Model | Source;
  readonly check: Check;
  readonly where: Place;
}

/** A check whose inputs are being collected. */
interface Found extends CheckOf {
  readonly reads: Set<string>;
  readonly parameters: Set<string>;
  readonly clock: ClockWord[];
}

/** Finds the relations and parameters that checks use beside the rows of their own model. */
export async function findCheckReads(
  project: Project,
  using: Parsing & { readonly checks: CheckEngine; readonly index: NameIndex },
): Promise<CheckReads> {
  const { checks, diagnostics } = parseChecks(project, using.checks);
  const found = checks.map((of): Found => ({
    ...of,
    reads: new Set(),
    parameters: new Set(),
    clock: [],
  }));
  const unresolved = new Map<string, Set<string>>();
  const report = (diagnostic: Diagnostic, { model, check }: Found): void => {
    diagnostics.push(diagnostic);
    const names = unresolved.get(model.name) ?? new Set<string>();
    unresolved.set(model.name, names.add(check.name));
  };
  const add = (reference: Pick<TableReference, "schema" | "name">, to: Found): void => {
    const { model, where } = to;
    const relation = lookUp(using.index, reference, { schema: model.schema, where: () => where });
    if (!isRelation(relation)) report(relation, to);
    else if (relation.name !== model.name) to.reads.add(relation.name);
  };
  for (const of of found) for (const read of of.check.reads) add(splitName(read), of);
  const texts = found.flatMap((of) => (of.check.queries ?? []).map((sql) => ({ of, sql })));
  const parsed = await parseModels(
    texts.map(({ of: { model, where }, sql }) => ({
      model: model.name,
      sql: verbatim(where.file ?? model.path, sql),
    })),
    using,
  );
  for (const [i, { of }] of texts.entries()) {
    const result = parsed[i];
    of.clock.push(...clockWords(result?.query));
    if (result?.diagnostic) report({ ...result.diagnostic, where: of.where }, of);
    for (const { name } of result?.query?.parameters ?? []) of.parameters.add(name);
    for (const table of result?.query?.tables ?? []) {
      const isSelf = table.schema === undefined && table.name.toLowerCase() === "self";
      if (!isSelf) add(table, of);
    }
  }
  return { inputs: inputsByRelation(found), clock: clockChecks(found), unresolved, diagnostics };
}

function inputsByRelation(found: readonly Found[]): CheckReads["inputs"] {
  const inputs = new Map<string, CheckInputs[]>();
  for (const { model, check, reads, parameters } of found) {
    if (reads.size + parameters.size === 0) continue;
    const known = inputs.get(model.name) ?? [];
    inputs.set(model.name, known);
    const { name, severity } = check;
    known.push({
      check: name,
      severity,
      reads: [...reads].sort(),
      parameters: [...parameters].sort(),
    });
  }
  return inputs;
}

function clockChecks(found: readonly Found[]): ClockChecks {
  const byRelation = new Map<string, Map<string, readonly ClockWord[]>>();
  for (const { model, check, clock } of found) {
    if (clock.length === 0) continue;
    const own = byRelation.get(model.name) ?? new Map<string, readonly ClockWord[]>();
    byRelation.set(model.name, own.set(check.name, clock));
  }
  return byRelation;
}

function clockWords(query: ParsedQuery | undefined): readonly ClockWord[] {
  const calls = (query?.unstable ?? []).filter(({ reason }) => reason === "clock");
  const isNow = query?.parameters.some(({ name }) => name === "now") === true;
  return isNow ? [...calls, { name: "$now" }] : calls;
}

function isModel(relation: Model | Source): relation is Model {
  return "kind" in relation;
}

/** Checks by their models; those that are wrong in themselves are diagnosed when columns are known too. */
function parseChecks(project: Project, engine: CheckEngine) {
  const { dialect } = project.target.engine;
  const checks: CheckOf[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const model of [...project.models.values(), ...project.sources.values()]) {
    for (const spec of model.checks) {
      const where = { file: model.path, ...spec.where, model: model.name };
      const parsed = engine.parse(spec, {
        model: model.name,
        columns: undefined,
        dialect,
        time: timeColumnOf(model),
      });
      if (parsed.ok) checks.push({ model, check: parsed.check, where });
      else if (isModel(model)) diagnostics.push({ ...parsed.diagnostic, where });
    }
  }
  return { checks, diagnostics };
}
