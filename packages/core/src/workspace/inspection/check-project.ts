import type { CheckResult } from "../../check/check.js";
import {
  blocksPublication,
  makeCheckRun,
  type CheckRunContext,
} from "../../check/make-check-run.js";
import { fingerprintModels } from "../../fingerprint/fingerprint.js";
import { runParameterValues } from "../../render/render-model.js";
import { publishedSql, shownView } from "./relation-sql.js";
import { selectModels, uses } from "../planning/select-models.js";
import type { Session } from "../session.js";
import type { Selection } from "../options.js";
import type { CheckReport } from "../workspace.js";

/** Runs the checks of the selected models and sources on what readers see now. */
export async function checkProject(
  session: Session,
  options: Selection & { readonly signal?: AbortSignal | undefined },
): Promise<CheckReport> {
  const validated = await session.valid();
  const warehouse = await session.warehouse();
  if (session.options.readOnly !== true) await session.state.ensure(warehouse, session.claim);
  const { project } = session;
  const engine = session.options.checks;
  const state = await session.state.read(warehouse, project.environment);
  const fingerprints = uses(options, "state:") ? await fingerprintModels(validated) : new Map();
  const selected = await selectModels(session, options, { fingerprints, state });
  const parameters = runParameterValues(validated.graph, "check");
  const { graph } = validated;
  const shown = (name: string) => shownView(state.published.get(name));
  const relation = (name: string) => publishedSql(name, { graph, parameters, shown });
  const context: CheckRunContext = {
    ...validated,
    project,
    parameters,
    index: session.names,
    parser: warehouse,
    relation,
  };
  const results: CheckResult[] = [];
  const missing: string[] = [];
  for (const name of selected) {
    const model = project.models.get(name);
    const target = model ?? project.sources.get(name);
    const run = target && makeCheckRun(target, relation(name), context);
    if (!run || model?.kind.type === "ephemeral") continue;
    if (model && !state.published.has(name)) missing.push(name);
    else results.push(...(await engine.run(run, warehouse, { signal: options.signal })));
  }
  return { ok: !results.some(blocksPublication), results, missing };
}
