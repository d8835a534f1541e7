import type { Dialect } from "../adapter/dialect.js";
import { SluiceError } from "../errors/sluice-error.js";
import { sourceRead } from "../files/file-read.js";
import type { Project } from "../project/project.js";
import { physicalRef, viewRef } from "../plan/view-ref.js";

/** SQL text of a source, to stand after `from`. */
export function sourceSql(name: string, project: Project): string {
  const source = project.sources.get(name);
  const { dialect } = project.target.engine;
  if (!source) throw new SluiceError({ code: "INTERNAL.BUG", message: `${name} is no source.` });
  const { location } = source;
  return location.type === "table"
    ? dialect.relation(location)
    : `(select * from ${dialect.readFiles(sourceRead(source, project))})`;
}

/** SQL text of what readers of the project's environment query for a model; sources as they are. */
export function publishedSql(name: string, project: Project): string {
  const model = project.models.get(name);
  return model
    ? project.target.engine.dialect.relation(viewRef(model, project.environment))
    : sourceSql(name, project);
}

/** SQL text of the physical relations of a plan; sources as they are. */
export function physicalSql(
  physical: ReadonlyMap<string, string>,
  project: Project,
): (name: string) => string {
  const dialect: Dialect = project.target.engine.dialect;
  return (name) => {
    const relation = physical.get(name);
    return relation === undefined
      ? sourceSql(name, project)
      : dialect.relation(physicalRef(relation));
  };
}
