import { throughEphemeral } from "../project/resolve/through-ephemeral.js";
import type { ColumnInfo } from "@sluice/sql/text";
import { SluiceError } from "../base/errors/sluice-error.js";
import type { Session } from "./session.js";

/**
 * Columns of the file sources that some relations read, also through ephemeral models: files are read with these types.
 * Raises the errors of a source whose files are refused.
 */
export async function fileColumns(
  names: Iterable<string>,
  session: Session,
): Promise<ReadonlyMap<string, readonly ColumnInfo[]> | undefined> {
  const graph = await session.graph();
  const sources = throughEphemeral([...names], graph).filter(
    (name) => graph.sources.get(name)?.location.type === "file",
  );
  if (sources.length === 0) return undefined;
  const { columns, findings } = await session.validation();
  const refused = sources.filter((name) => !columns.has(name));
  const [first, ...others] = refused.flatMap((name) => findings.get(name) ?? []);
  if (first) throw SluiceError.of([first, ...others]);
  return columns;
}
