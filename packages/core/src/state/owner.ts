import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { isSluiceError, SluiceError } from "../base/errors/sluice-error.js";
import { commandLine } from "../model/project/command-line.js";
import type { Project } from "../model/project/project.js";
import type { Claim } from "./state-store.js";
import { readMeta, type StateMeta } from "./state-layout.js";
import { insertRows, stateRelation } from "./state-tables.js";

const KEY = "project";

/**
 * Refuses the state of another project: to build there would remove that project's views. Raises `STATE.OTHER_PROJECT`
 * unless the claim adopts it. A warehouse without a state belongs to nobody.
 */
export async function requireOwner(
  runner: SqlRunner,
  claim: Claim,
): Promise<{ readonly owner: string | undefined }> {
  const meta = await readMeta(runner, claim.project.target.engine.dialect);
  return { owner: claimed(meta, claim) };
}

/** As `requireOwner`, for copies of a whole warehouse: a state that cannot be read, or is of a later layout, is none of others. */
export async function refuseOtherProject(runner: SqlRunner, claim: Claim): Promise<void> {
  try {
    await requireOwner(runner, claim);
  } catch (error) {
    if (isSluiceError(error) && error.code === "STATE.OTHER_PROJECT") throw error;
  }
}

/** As `requireOwner`, of a state whose `meta` is known. */
export function claimed(
  meta: StateMeta | undefined,
  { project, adopt }: Claim,
): string | undefined {
  const owner = meta?.get(KEY);
  if (owner !== undefined && owner !== project.name && !adopt) throw otherProject(owner, project);
  return owner;
}

/** Statements that write down to whom a state belongs; none where it is written already. */
export function ownerStatements(
  project: string,
  { owner, dialect }: { readonly owner: string | undefined; readonly dialect: Dialect },
): readonly string[] {
  if (owner === project) return [];
  if (owner === undefined) return insertRows(dialect, "meta", [{ key: KEY, value: project }]);
  const set = { value: dialect.literal(project) };
  return [dialect.updateWhere(stateRelation("meta"), set, `key = ${dialect.literal(KEY)}`)];
}

function otherProject(owner: string, project: Project): SluiceError {
  const { target } = project;
  return new SluiceError({
    code: "STATE.OTHER_PROJECT",
    message: `The warehouse ${target.engine.location} belongs to the project \`${owner}\`; this project is \`${project.name}\`.`,
    why: "A build of one project would remove what readers of the other see. Nothing was changed.",
    hints: [
      `Give \`${project.name}\` a warehouse of its own: another \`path\` of the target \`${target.name}\`.`,
      `If \`${owner}\` was renamed to \`${project.name}\`: ${commandLine(["build", "--adopt"], project)}`,
    ],
  });
}
