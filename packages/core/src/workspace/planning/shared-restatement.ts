import { SluiceError } from "../../base/errors/sluice-error.js";
import { PRODUCTION } from "../../model/names.js";
import { restatedTables } from "../../plan/restated-tables.js";
import type { Plan } from "../../plan/plan.js";
import type { Session } from "../../session/session.js";

/** Environments named in a message. */
const MOST = 5;

/** Other environments that see what a plan restates, since they show the very tables; by model, of those they see. */
export async function restatedForOthers(
  session: Session,
  plan: Plan,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const tables = restatedTables(plan);
  if (tables.length === 0) return new Map();
  const environmentsUsing = await session.state.environmentsUsing(
    tables.map(({ physical }) => physical),
  );
  const others = tables.map(({ name, physical }) => {
    const publishedBy = environmentsUsing.get(physical) ?? [];
    return [name, publishedBy.filter((environment) => environment !== plan.environment)] as const;
  });
  return new Map(others.filter(([, environments]) => environments.length > 0));
}

/**
 * A restatement is of what one environment shows. Production's goes on in any case: the others show its rows by design.
 * Raises `RUN.SHARED_RESTATEMENT` for one of another environment that changes what somebody else shows, unless it was
 * asked to be `shared`.
 */
export async function refuseSharedRestatement(session: Session, plan: Plan): Promise<void> {
  if (plan.environment === PRODUCTION || plan.options.shared === true) return;
  const others = await restatedForOthers(session, plan);
  if (others.size > 0) throw refusal(plan, others);
}

function refusal(
  { environment, options }: Plan,
  others: ReadonlyMap<string, readonly string[]>,
): SluiceError {
  const models = [...others].map(([name, seenBy]) => `${name} (${some(seenBy)})`);
  const isProductions = [...others.values()].some((seenBy) => seenBy.includes(PRODUCTION));
  const select = (options.select ?? []).join(" ");
  const again = select === "" ? "it" : `\`${select}\``;
  return new SluiceError({
    code: "RUN.SHARED_RESTATEMENT",
    message: `Restating ${again} in ${environment} would change what other environments show: ${models.join(", ")}. Nothing was done.`,
    why: "Environments share the table of a version that they have in common, and a restatement changes it in place.",
    hints: [
      ...(isProductions
        ? [`Restate ${again} in ${PRODUCTION}: ${environment} shows the same rows then.`]
        : []),
      "Give `--shared` (`shared: true`) to change it for all of them.",
    ],
  });
}

function some(environments: readonly string[]): string {
  const more = environments.length - MOST;
  const listed = environments.slice(0, MOST).join(", ");
  return more > 0 ? `${listed} and ${String(more)} more` : listed;
}
