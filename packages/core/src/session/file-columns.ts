import { isInlined } from "../kinds/all-kinds.js";
import type { ColumnInfo } from "@sluice/sql/text";
import { SluiceError } from "../base/errors/sluice-error.js";
import type { Graph } from "../project/resolve/graph.js";
import type { Session } from "./session.js";

/**
 * Columns of the file sources that some relations read, also through ephemeral models: files are read with these types.
 * Raises the errors of a source whose files are refused.
 */
export async function fileColumns(
  names: Iterable<string>,
  session: Session,
): Promise<ReadonlyMap<string, readonly ColumnInfo[]> | undefined> {
  const sources = fileSources(names, await session.graph());
  if (sources.length === 0) return undefined;
  const { columns, findings } = await session.validation();
  const refused = sources.filter((name) => !columns.has(name));
  const [first, ...others] = refused.flatMap((name) => findings.get(name) ?? []);
  if (first) throw SluiceError.of([first, ...others]);
  return columns;
}

function fileSources(names: Iterable<string>, graph: Graph): readonly string[] {
  const found = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = graph.nodes.get(name);
    if (node !== undefined && isInlined(node.model.kind)) open.push(...node.parents);
    if (graph.sources.get(name)?.location.type === "file") found.add(name);
  }
  return [...found];
}
