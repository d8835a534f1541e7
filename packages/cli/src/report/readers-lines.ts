import type { Io } from "../io/io.js";
import { counted } from "../render/amounts.js";
import { shellWord } from "../render/shell-text.js";
import { visible } from "../render/width.js";
import type { FollowedRun } from "./followed-run.js";

const mostNames = 5;
/** With more models to follow, a build of everything is the shorter command. */
const mostSelected = 3;

/** Lines about readers that a run leaves without a view, or with data of before the run. */
export function readersLines(
  run: Pick<FollowedRun, "removed" | "outdated" | "environment">,
  io: Io,
  scope: string,
): string[] {
  return [...removedLine(run), ...outdatedLine(run, io, scope)];
}

function removedLine({
  removed,
  environment,
}: Pick<FollowedRun, "removed" | "environment">): string[] {
  if (removed.length === 0) return [];
  const them = removed.length === 1 ? "it" : "them";
  return [`Removed from ${environment}, as the project no longer has ${them}: ${some(removed)}.`];
}

function outdatedLine(
  { outdated, environment }: Pick<FollowedRun, "outdated" | "environment">,
  io: Io,
  scope: string,
): string[] {
  if (outdated.length === 0) return [];
  const names = some(outdated.map(({ name }) => name));
  const roots = [...new Set(outdated.flatMap(({ behind }) => behind))];
  const selected = roots.length > mostSelected ? [] : roots.map((name) => shellWord(`${name}+`));
  const command = ["sluice build", ...selected].join(" ") + visible(scope);
  const were =
    outdated.length === 1 ? "was not selected and still shows" : "were not selected and still show";
  const readers = `${counted(outdated.length, "reader")} of ${environment} ${were} the data of before`;
  return [`${readers}: ${names}. ${io.err.cyan("next: ")}${command}`];
}

function some(names: readonly string[]): string {
  const more = names.length - mostNames;
  const listed = names.slice(0, mostNames).map((name) => visible(name));
  return listed.join(", ") + (more > 0 ? ` and ${String(more)} more` : "");
}
