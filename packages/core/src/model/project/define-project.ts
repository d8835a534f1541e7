import type { z } from "zod";
import type { CronDefinition } from "../../time/cron/cron-spec.js";
import type { TargetEngine } from "../../warehouse/warehouse-adapter.js";

/** Defaults for the models of a folder under models/ (`staging`, `marts/core`); deeper folders win, tags add up. */
export interface FolderDefaults {
  readonly kind?: "view" | "table" | "ephemeral";
  readonly schema?: string;
  readonly tags?: readonly string[];
  readonly owner?: string;
  readonly cron?: CronDefinition;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** What holds for environments of a name. */
export interface EnvironmentDefaults {
  /** How long one lasts after its last promotion: `90m`, `12h`, `14d`, `2w` or `never`. @default "never" */
  readonly expires?: string;
}

/** A project's configuration, the default export of sluice.config.ts. */
export interface ProjectDefinition {
  readonly name: string;
  /** Typed project variables, `$name` in SQL; each needs a default unless it must be given. */
  readonly vars?: z.ZodObject;
  readonly targets: Readonly<Record<string, TargetEngine>>;
  /** @default the first target */
  readonly defaultTarget?: string;
  readonly models?: Readonly<Record<string, FolderDefaults>>;
  /** Folder of the models, relative to the project. @default "models" */
  readonly modelsDir?: string;
  /**
   * Environments by name or wildcard, such as `{ dev: { expires: "never" }, "pr_*": { expires: "14d" } }`; the first entry
   * that fits counts. `prod` never expires.
   */
  readonly environments?: Readonly<Record<string, EnvironmentDefaults>>;
  /**
   * Schema in which an environment other than `prod` shows the models of a schema: a pattern with `{schema}` and `{env}`,
   * such as `{env}_{schema}`. The next build of an environment moves its views.
   * @default "{schema}__{env}"
   */
  readonly environmentSchema?: string;
}

/** A marked configuration. */
export type DefinedProject = ProjectDefinition & { readonly $define: "project" };

/**
 * Defines a project. Returns plain data; nothing is opened.
 * @example
 * export default defineProject({
 *   name: "shop",
 *   targets: { dev: duckdb({ path: "shop.duckdb" }) },
 *   models: { staging: { kind: "view" }, marts: { kind: "table" } },
 * });
 */
export function defineProject(definition: ProjectDefinition): DefinedProject {
  return { ...definition, $define: "project" };
}
