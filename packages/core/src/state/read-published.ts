import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { PRODUCTION } from "../model/names.js";
import { publishedColumns, text, toPublished } from "./state-rows.js";
import type { PublishedModel, StateSnapshot } from "./state-store.js";
import { stateRelation } from "./state-tables.js";
import { listed } from "./state-writer.js";

/**
 * What an environment and production publish, and whose views stand in some schemas. Of the other environments, of which
 * there may be a thousand, nothing else is read.
 */
export async function readPublished(
  runner: SqlRunner,
  of: {
    readonly dialect: Dialect;
    readonly environment: string;
    readonly schemas: readonly string[];
  },
): Promise<Pick<StateSnapshot, "published" | "production" | "ownViews">> {
  const { dialect, environment, schemas } = of;
  const published = new Map<string, PublishedModel>();
  const production = new Map<string, PublishedModel>();
  const ownViews = new Map<string, PublishedModel & { readonly environment: string }>();
  const where = [listed("environment", [environment, PRODUCTION], dialect)];
  const lower = schemas.map((schema) => schema.toLowerCase());
  if (lower.length > 0) where.push(listed("lower(view_schema)", lower, dialect));
  const from = dialect.relation(stateRelation("environments"));
  const sql = `select ${publishedColumns.join(", ")} from ${from} where ${where.join(" or ")}`;
  for await (const row of runner.query(sql)) {
    const model = toPublished(row);
    const publishedBy = text(row, "environment");
    ownViews.set(`${model.schema}.${model.view}`.toLowerCase(), {
      ...model,
      environment: publishedBy,
    });
    if (publishedBy === environment) published.set(model.model, model);
    if (publishedBy === PRODUCTION) production.set(model.model, model);
  }
  return { published, production, ownViews };
}
