import type { Workspace } from "@sluice/core";
import type { CommandContext } from "../context.js";
import type { Completes } from "../program/definition.js";
import { allNames } from "../session/resolve-name.js";
import { withWorkspace } from "../session/with-workspace.js";
import type { Candidate } from "./candidates.js";

/** Names that only the project knows. A project that does not load has none. */
export async function projectNames(
  kind: Completes,
  current: string,
  context: CommandContext,
): Promise<Candidate[]> {
  if (kind === "files" || kind === "folders") return [];
  if (kind === "codes") return errorCodes();
  try {
    return await withWorkspace(context, (workspace) => namesOf(kind, current, workspace), {
      readOnly: true,
      note: () => undefined,
    });
  } catch {
    return [];
  }
}

async function errorCodes(): Promise<Candidate[]> {
  const { errorTable } = await import("@sluice/core");
  return Object.entries(errorTable).map(([word, { meaning }]) => ({ word, description: meaning }));
}

async function namesOf(
  kind: Completes,
  current: string,
  workspace: Workspace,
): Promise<Candidate[]> {
  if (kind === "runs") {
    const runs = await workspace.history({ limit: 20 });
    return runs.map((run) => ({ word: run.runId, description: `${run.status} ${run.startedAt}` }));
  }
  if (kind === "environments")
    return (await workspace.environments()).map((word) => ({ word, description: "environment" }));
  const names = modelCandidates(workspace);
  if (kind === "selection") return selections(current, names, workspace);
  if (kind !== "columns") return names;
  const of = names.find(({ word }) => current.startsWith(`${word}.`));
  if (!of) return names;
  const { columns } = await workspace.validate();
  return (columns.get(of.word) ?? []).map(({ name, type }) => ({
    word: `${of.word}.${name}`,
    description: type,
  }));
}

function modelCandidates({ project }: Workspace): Candidate[] {
  return allNames(project).map((word) => ({
    word,
    description:
      project.models.get(word)?.description ?? project.models.get(word)?.kind.type ?? "source",
  }));
}

/** Names with the graph operator already typed, and the methods. */
function selections(
  current: string,
  names: readonly Candidate[],
  { project }: Workspace,
): Candidate[] {
  const operator = /^(?:@|\d*\+)/.exec(current)?.[0] ?? "";
  const tags = [...new Set([...project.models.values()].flatMap((model) => model.tags))].sort();
  return [
    ...names.map(({ word, description }) => ({ word: operator + word, description })),
    ...tags.map((tag) => ({ word: `${operator}tag:${tag}`, description: "tag" })),
    { word: `${operator}path:models/`, description: "folder" },
  ];
}
