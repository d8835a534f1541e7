import { diagnostic, type Diagnostic, type Place } from "../base/errors/sluice-error.js";
import type { FolderDefaults } from "./project/define-project.js";

/** The schema that holds Sluice's own tables. */
export const SYSTEM_SCHEMA = "_sluice";

/** The environment whose views have the plain names of the models. */
export const PRODUCTION = "prod";

/** Defaults that apply to a model, from its folders. */
export interface FolderSettings extends Omit<FolderDefaults, "tags"> {
  readonly tags: readonly string[];
}

/**
 * Gives the merged defaults of every folder above a file, outermost first: tags add up, meta merges, the rest replaces.
 * Each folder is merged once.
 */
export function folderSettings(
  defaults: Readonly<Record<string, FolderDefaults>>,
): (folders: readonly string[]) => FolderSettings {
  const known = new Map<string, FolderSettings>();
  const settings = (folders: readonly string[]): FolderSettings => {
    const folder = folders.join("/");
    const found = known.get(folder);
    if (found) return found;
    const outer = folders.length === 0 ? { tags: [] } : settings(folders.slice(0, -1));
    const own = folders.length === 0 ? undefined : defaults[folder];
    const merged = own
      ? {
          ...outer,
          ...own,
          tags: [...outer.tags, ...(own.tags ?? [])],
          meta: { ...outer.meta, ...own.meta },
        }
      : outer;
    known.set(folder, merged);
    return merged;
  };
  return settings;
}

/** A relation's name taken apart. */
export interface RelationName {
  readonly name: string;
  readonly schema: string;
  readonly table: string;
}

/**
 * Name of a relation: from `name` when given, else from its file, with the schema of header, folder or first folder. A point
 * in the name of a file separates no schema: that name is invalid.
 */
export function relationName(input: {
  readonly given?: string | undefined;
  readonly schema?: string | undefined;
  readonly stem: string;
  readonly folders: readonly string[];
  readonly folderSchema?: string | undefined;
}): RelationName {
  const parts = input.given?.split(".") ?? [input.stem];
  const table = parts.at(-1) ?? "";
  const own = parts.length > 1 ? parts.slice(0, -1).join(".") : undefined;
  const schema = own ?? input.schema ?? input.folderSchema ?? input.folders[0] ?? "main";
  return { name: `${schema}.${table}`, schema, table };
}

/** `MODEL.NAME_INVALID` for names that cannot be used. Names compare case-insensitively, as SQL does. */
export function nameProblem(name: RelationName, where: Place): Diagnostic | undefined {
  const invalid = (why: string): Diagnostic =>
    diagnostic({
      code: "MODEL.NAME_INVALID",
      message: `\`${name.name}\` cannot be the name of a model: ${why}.`,
      where,
      hints: [
        "Rename the file or its folder, or give `name`: letters, digits and underscores, such as staging.stg_orders.",
      ],
    });
  const pattern = /^[\p{L}_][\p{L}\p{N}_$ -]*$/u;
  if (!pattern.test(name.table) || !pattern.test(name.schema)) {
    return invalid(
      "schema and name start with a letter or underscore and hold no other punctuation",
    );
  }
  if (name.name.length > 200) return invalid("it is longer than 200 characters");
  const owner = schemaOwner(name.schema);
  return owner === undefined ? undefined : invalid(owner);
}

/** Why models cannot stand in a schema, whatever their names; undefined for one in which they can. */
export function schemaOwner(schema: string): string | undefined {
  const lower = schema.toLowerCase();
  if (lower === SYSTEM_SCHEMA || lower.startsWith(`${SYSTEM_SCHEMA}_`))
    return `the schema ${SYSTEM_SCHEMA} is Sluice's own`;
  if (["information_schema", "pg_catalog"].includes(lower)) return "the engine owns that schema";
  return undefined;
}
