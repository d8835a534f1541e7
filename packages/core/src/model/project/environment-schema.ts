import { PRODUCTION, schemaOwner } from "../names.js";
import type { Project } from "./project.js";

/** Where environments other than `prod` show the models of a schema when the configuration says nothing. */
export const ENVIRONMENT_SCHEMA = "{schema}__{env}";

const shape = /^([A-Za-z_][A-Za-z0-9_]*)?\{(?:schema|env)\}[A-Za-z0-9_]+\{(?:schema|env)\}\w*$/;

/** What is wrong with a pattern of schemas, if anything. */
export function environmentSchemaProblem(pattern: string): string | undefined {
  const holders = ["{schema}", "{env}"];
  if (holders.some((holder) => pattern.split(holder).length !== 2))
    return "it needs {schema} and {env} once each, such as {schema}__{env}";
  if (!shape.test(pattern))
    return "between and around {schema} and {env} stand letters, digits and underscores only, and something between them, such as {schema}__{env}";
  return schemaOwner(pattern);
}

/** The schema in which an environment shows the models of a schema: `schema` itself in `prod`. */
export function shownSchema(
  schema: string,
  { environment, environmentSchema }: Pick<Project, "environment" | "environmentSchema">,
): string {
  if (environment === PRODUCTION) return schema;
  const values: Readonly<Record<string, string>> = { "{schema}": schema, "{env}": environment };
  return environmentSchema.replaceAll(/\{schema\}|\{env\}/g, (holder) => values[holder] ?? holder);
}
