import type { ParsedQuery, TableReference, UnstableCall } from "../adapter/parsing.js";
import type { ContentCache } from "../cache/content-cache.js";
import type { Check, CheckEngine } from "../check/check.js";
import { timeColumnOf } from "../check/check-time.js";
import type { Diagnostic, Place } from "../errors/sluice-error.js";
import type { Model, Source } from "../model/model.js";
import { verbatim } from "../model/source-text.js";
import type { Project } from "../project/project.js";
import { isRelation, lookUp, splitName, type NameIndex } from "./name-index.js";
import { parseModels, type ScratchProvider } from "./parse-models.js";

/** Words by which the queries of a check read the clock; `$now` is one of them. */
export type ClockWord = Pick<UnstableCall, "name" | "mayBeColumn">;

/** Words by which checks read the clock: by relation, then by check. */
export type ClockChecks = ReadonlyMap<string, ReadonlyMap<string, readonly ClockWord[]>>;

/** Models that only the checks of models read, by checked model. */
export interface CheckReads {
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly clock: ClockChecks;
  readonly diagnostics: readonly Diagnostic[];
}

interface CheckOf {
  readonly model: Model | Source;
  readonly check: Check;
  readonly where: Place;
}

/** Finds what checks read beside their own model, so that it is built before they run. */
export async function findCheckReads(
  project: Project,
  using: {
    readonly checks: CheckEngine;
    readonly index: NameIndex;
    readonly cache: ContentCache<ParsedQuery>;
    readonly scratch: ScratchProvider;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<CheckReads> {
  const { checks, diagnostics } = parseChecks(project, using.checks);
  const texts = checks.flatMap(({ model, check, where }) =>
    (check.queries ?? []).map((query) => ({
      at: { model, where, name: check.name },
      query: { model: model.name, sql: verbatim(where.file ?? model.path, query) },
    })),
  );
  const parsed = await parseModels(
    texts.map((text) => text.query),
    using,
  );
  const parents = new Map<string, Set<string>>();
  const add = (
    reference: Pick<TableReference, "schema" | "name">,
    at: Pick<CheckOf, "model" | "where">,
  ): void => {
    const found = lookUp(using.index, reference, { schema: at.model.schema, where: at.where });
    if (!isRelation(found)) diagnostics.push(found);
    else if (found.type === "model" && found.name !== at.model.name) {
      parents.set(at.model.name, (parents.get(at.model.name) ?? new Set()).add(found.name));
    }
  };
  for (const { model, check, where } of checks.filter((one) => isModel(one.model)))
    for (const read of check.reads) add(splitName(read), { model, where });
  for (const [i, { at }] of texts.entries()) {
    const result = parsed[i];
    if (!isModel(at.model)) continue;
    if (result?.diagnostic) diagnostics.push({ ...result.diagnostic, where: at.where });
    for (const table of result?.query?.tables ?? []) {
      const isSelf = table.schema === undefined && table.name.toLowerCase() === "self";
      if (!isSelf) add(table, at);
    }
  }
  return {
    parents: new Map([...parents].map(([name, set]) => [name, [...set].sort()])),
    clock: clockChecks(texts.map(({ at }, i) => ({ at, query: parsed[i]?.query }))),
    diagnostics,
  };
}

/** Words by which the parsed queries of checks read the clock. */
function clockChecks(
  texts: readonly {
    readonly at: { readonly model: Model | Source; readonly name: string };
    readonly query: ParsedQuery | undefined;
  }[],
): ClockChecks {
  const found = new Map<string, Map<string, readonly ClockWord[]>>();
  for (const { at, query } of texts) {
    const words = clockWords(query);
    if (words.length === 0) continue;
    const own = found.get(at.model.name) ?? new Map<string, readonly ClockWord[]>();
    found.set(at.model.name, own.set(at.name, [...(own.get(at.name) ?? []), ...words]));
  }
  return found;
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
