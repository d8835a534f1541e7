import { differencesOf, type Difference } from "./compare-builds.js";
import type { Fault, Sides } from "./edit-history.js";
import { edited, groupOf, type Edit, type Project } from "./parts.js";

/** Gives sides whose warehouses are empty. */
export type NewSides = () => Promise<Sides> | Sides;

/** A fault with the fewest edits that show it after a first build; `certain` is false where it needs its history. */
export interface ShrunkFault extends Fault {
  readonly certain: boolean;
}

/** Looks for one edit that shows the fault, then for a few. */
export async function shrunkFault(fault: Fault, newSides: NewSides): Promise<ShrunkFault> {
  const differing = (project: Project, edits: readonly Edit[]) =>
    differencesAfter({ project, edits, newSides });
  const project = smallProject(fault);
  for (const edit of fault.edits) {
    const differences = await differing(project, [edit]);
    if (differences.length > 0) return { project, edits: [edit], differences, certain: true };
  }
  let { edits } = fault;
  let differences = await differing(fault.project, edits);
  if (differences.length === 0) return { ...fault, certain: false };
  for (const edit of fault.edits) {
    const fewer = edits.filter((one) => one !== edit);
    const left = await differing(fault.project, fewer);
    if (left.length > 0) [edits, differences] = [fewer, left];
  }
  return { project: fault.project, edits, differences, certain: true };
}

/** The project with the groups in which something differs, and what all groups read. */
function smallProject({ project, differences }: Fault): Project {
  const groups = new Set(["base"]);
  for (const { name } of differences) {
    const part = project.get(name);
    if (part !== undefined) groups.add(groupOf(part));
  }
  return new Map([...project].filter(([, part]) => groups.has(groupOf(part))));
}

async function differencesAfter({
  project,
  edits,
  newSides,
}: {
  readonly project: Project;
  readonly edits: readonly Edit[];
  readonly newSides: NewSides;
}): Promise<readonly Difference[]> {
  const known = edits.filter(({ target }) => project.has(target));
  if (known.length === 0) return [];
  const { incremental, fresh } = await newSides();
  await incremental.build(project);
  const after = edited(project, known);
  return differencesOf(await incremental.build(after), await fresh.build(after));
}
