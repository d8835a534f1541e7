import { SluiceError, type Workspace } from "@sluice/core";
import { listed } from "../render/amounts.js";
import { didYouMean } from "../session/did-you-mean.js";
import { findNames, resolveName, unknownName } from "../session/resolve-name.js";

/** What lineage is asked of: a model, or one of its columns. */
export interface Subject {
  readonly model: string;
  readonly column?: string | undefined;
}

/** Reads `model`, `schema.model`, `model.column` or `schema.model.column`; a model wins over a column. */
export async function parseSubject(workspace: Workspace, given: string): Promise<Subject> {
  if (findNames(workspace.project, given).length > 0) {
    return { model: resolveName(workspace.project, given) };
  }
  const dot = given.lastIndexOf(".");
  const before = dot > 0 ? given.slice(0, dot) : "";
  if (before === "" || findNames(workspace.project, before).length === 0)
    throw unknownName(workspace.project, given);
  const model = resolveName(workspace.project, before);
  return { model, column: await columnOf(workspace, model, given.slice(dot + 1)) };
}

async function columnOf(workspace: Workspace, model: string, given: string): Promise<string> {
  const { columns } = await workspace.validate();
  const names = (columns.get(model) ?? []).map((column) => column.name);
  const found = names.find((name) => name.toLowerCase() === given.toLowerCase());
  if (found !== undefined) return found;
  throw new SluiceError({
    code: "CLI.SELECTION_EMPTY",
    message: `${model} has no column "${given}".`,
    hints: [didYouMean(given, names, `Its columns: ${listed(names, 12)}.`)],
  });
}
