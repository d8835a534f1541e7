import type { ParsedQuery, TableReference } from "../adapter/parsing.js";
import type { ContentCache } from "../cache/content-cache.js";
import type { Check, CheckEngine } from "../check/check.js";
import { timeColumnOf } from "../check/check-time.js";
import type { Diagnostic, Place } from "../errors/sluice-error.js";
import type { Model } from "../model/model.js";
import { verbatim } from "../model/source-text.js";
import type { Project } from "../project/project.js";
import { isRelation, lookUp, splitName, type NameIndex } from "./name-index.js";
import { parseModels, type ScratchProvider } from "./parse-models.js";

/** Models that only the checks of models read, by checked model. */
export interface CheckReads {
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly diagnostics: readonly Diagnostic[];
}

interface CheckOf {
  readonly model: Model;
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
      at: { model, where },
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
    at: { model: Model; where: Place },
  ): void => {
    const found = lookUp(using.index, reference, { schema: at.model.schema, where: at.where });
    if (!isRelation(found)) diagnostics.push(found);
    else if (found.type === "model" && found.name !== at.model.name) {
      parents.set(at.model.name, (parents.get(at.model.name) ?? new Set()).add(found.name));
    }
  };
  for (const { model, check, where } of checks) {
    for (const read of check.reads) add(splitName(read), { model, where });
  }
  for (const [i, { at }] of texts.entries()) {
    const result = parsed[i];
    if (result?.diagnostic) diagnostics.push({ ...result.diagnostic, where: at.where });
    for (const table of result?.query?.tables ?? []) {
      const isSelf = table.schema === undefined && table.name.toLowerCase() === "self";
      if (!isSelf) add(table, at);
    }
  }
  return {
    parents: new Map([...parents].map(([name, set]) => [name, [...set].sort()])),
    diagnostics,
  };
}

/** Checks by their models; those that are wrong in themselves are diagnosed when columns are known too. */
function parseChecks(project: Project, engine: CheckEngine) {
  const { dialect } = project.target.engine;
  const checks: CheckOf[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const model of project.models.values()) {
    for (const spec of model.checks) {
      const where = { file: model.path, ...spec.where, model: model.name };
      const parsed = engine.parse(spec, {
        model: model.name,
        columns: undefined,
        dialect,
        time: timeColumnOf(model),
      });
      if (parsed.ok) checks.push({ model, check: parsed.check, where });
      else diagnostics.push({ ...parsed.diagnostic, where });
    }
  }
  return { checks, diagnostics };
}
