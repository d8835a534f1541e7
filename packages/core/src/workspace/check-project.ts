import type { CheckResult } from "../check/check.js";
import { runParameterValues } from "../render/render-model.js";
import { renderQuery } from "../render/render-query.js";
import { publishedSql } from "./relation-sql.js";
import { selectModels, uses } from "./select-models.js";
import type { Session } from "./session.js";
import type { CheckReport, Selection } from "./workspace.js";
import { fingerprintModels } from "../fingerprint/fingerprint.js";

/** Runs the checks of the selected models and sources on what readers see now. */
export async function checkProject(
  session: Session,
  options: Selection & { readonly signal?: AbortSignal | undefined },
): Promise<CheckReport> {
  const validated = await session.valid();
  const warehouse = await session.warehouse();
  await warehouse.transaction((tx) => session.state.ensure(tx));
  const { project } = session;
  const state = await session.state.read(warehouse, project.environment);
  const fingerprints = uses(options, "state:") ? await fingerprintModels(validated) : new Map();
  const selected = await selectModels(session, options, { fingerprints, state });
  const { dialect } = project.target.engine;
  const parameters = runParameterValues(validated.graph, "check");
  const relation = (name: string) => publishedSql(name, { graph: validated.graph, parameters });
  const results: CheckResult[] = [];
  const missing: string[] = [];
  for (const name of selected) {
    const checks = validated.checks.get(name) ?? [];
    const target = project.models.get(name) ?? project.sources.get(name);
    if (checks.length === 0 || !target) continue;
    if (project.models.get(name)?.kind.type === "ephemeral") continue;
    if (project.models.has(name) && !state.published.has(name)) {
      missing.push(name);
      continue;
    }
    const run = {
      model: name,
      relation: relation(name),
      columns: validated.columns.get(name) ?? [],
      checks,
      pii: target.columns.filter((c) => c.pii).map((c) => c.name),
      dialect,
      resolve: relation,
      renderQuery: async (query: string) =>
        (
          await renderQuery(query, {
            index: session.names,
            dialect,
            parser: warehouse,
            relation,
            parameters,
            self: relation(name),
            label: "check",
          })
        ).text,
      now: project.now.at.toISOString(),
      parameters,
    };
    results.push(...(await session.options.checks.run(run, warehouse, { signal: options.signal })));
  }
  const bad = results.some(
    (r) => r.status === "failed" || (r.status === "error" && r.severity === "error"),
  );
  return { ok: !bad, results, missing };
}
