import { isInlined } from "../../kinds/all-kinds.js";
import type { CheckResult } from "../../model/check/check.js";
import {
  blocksPublication,
  makeCheckRun,
  type CheckRunContext,
} from "../../project/make-check-run.js";
import type { Diagnostic } from "../../base/errors/sluice-error.js";
import { runParameterValues } from "../../project/render/render-model.js";
import type { StateSnapshot } from "../../state/state-store.js";
import { relationChecks } from "../../project/validate/model-checks.js";
import type { ValidatedGraph } from "../../project/validate/validate-project.js";
import { judgeErrors } from "../../session/judge-errors.js";
import { publishedSql, publishedView } from "../../session/relation-sql.js";
import { selectModels } from "../../session/select-models.js";
import type { Session } from "../../session/session.js";
import type { Selection } from "../../session/options.js";
import type { CheckReport } from "../workspace.js";

/** Runs the checks of the selected models and sources on what readers see now. */
export async function checkProject(
  session: Session,
  options: Selection & { readonly signal?: AbortSignal | undefined },
): Promise<CheckReport> {
  const { validated, fingerprints } = await judgeErrors(session);
  const warehouse = await session.warehouse();
  if (session.options.readOnly !== true) await session.state.ensure(session.claim);
  const { project } = session;
  const engine = session.options.checks;
  const state = await session.state.read(project.environment);
  const selected = await selectModels(session, options, { fingerprints, state });
  const parameters = runParameterValues(validated.graph, "check");
  const { graph, columns, faults } = validated;
  const bound = await publishedChecks(session, { validated, state });
  const shown = (name: string) => publishedView(state.published.get(name));
  const relation = (name: string) => publishedSql(name, { graph, columns, parameters, shown });
  const context: CheckRunContext = {
    ...bound,
    project,
    parameters,
    index: session.names,
    parser: warehouse,
    relation,
  };
  const results: CheckResult[] = [];
  const missing: string[] = [];
  const unreadable: Diagnostic[] = [];
  for (const name of selected) {
    const model = project.models.get(name);
    const target = model ?? project.sources.get(name);
    const fault = model ? undefined : faults.get(name);
    if (fault?.type === "own") {
      if ((target?.checks ?? []).length > 0) unreadable.push(...fault.diagnostics);
      continue;
    }
    const run = target && makeCheckRun(target, relation(name), context);
    if (!run) continue;
    const isThere = (model !== undefined && isInlined(model.kind)) || state.published.has(name);
    if (model && !isThere) missing.push(name);
    else results.push(...(await engine.run(run, warehouse, { signal: options.signal })));
  }
  const ok = unreadable.length === 0 && !results.some(blocksPublication);
  return { ok, results, missing, unreadable };
}

/** Columns and checks of all relations: of a model that cannot be bound now those of the version that readers see. */
async function publishedChecks(
  session: Session,
  {
    validated: { columns, checks, clockChecks, faults },
    state,
  }: { readonly validated: ValidatedGraph; readonly state: StateSnapshot },
): Promise<Pick<CheckRunContext, "columns" | "checks">> {
  const stopped = [...faults.keys()].flatMap((name) => {
    const [model, shown] = [session.project.models.get(name), state.published.get(name)];
    return model && shown ? [{ model, physical: shown.physical }] : [];
  });
  if (stopped.length === 0) return { columns, checks };
  const texts = await session.state.versionTexts(stopped.map(({ physical }) => physical));
  const known = stopped.flatMap(({ model, physical }) => {
    const text = texts.get(physical);
    return text ? [{ model, columns: text.columns }] : [];
  });
  const using = { engine: session.options.checks, project: session.project, clockChecks };
  return {
    columns: new Map([...columns, ...known.map((one) => [one.model.name, one.columns] as const)]),
    checks: new Map([
      ...checks,
      ...known.map(
        (one) => [one.model.name, relationChecks(one.model, one.columns, using).checks] as const,
      ),
    ]),
  };
}
