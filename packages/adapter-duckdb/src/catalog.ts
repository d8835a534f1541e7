import type { ColumnInfo, RelationInfo, RelationRef } from "@sluice/core/adapter";
import type { Session } from "./session.js";
import { quoteText } from "./text.js";

/** Which relations are listed, and how much of each. */
export interface Listing {
  readonly catalog: string;
  readonly schemas?: readonly string[] | undefined;
  readonly only?: RelationRef | undefined;
  /** With their columns; names alone are several times faster. @default true */
  readonly columns?: boolean | undefined;
  /** With the statements of views. @default false */
  readonly definitions?: boolean | undefined;
  readonly signal: AbortSignal;
}

/** What the query below gives a relation. */
interface CatalogRow {
  readonly schema_name: string;
  readonly name: string;
  readonly type: "table" | "view";
  readonly columns?: readonly ColumnInfo[] | null;
  readonly definition?: string | null;
}

/** Tables and views with their columns, from DuckDB's catalog in one query. */
export async function listRelations(
  session: Session,
  { catalog, schemas, only, columns = true, definitions = false, signal }: Listing,
): Promise<RelationInfo[]> {
  const where = [`database_name = ${quoteText(only?.catalog ?? catalog)}`];
  if (schemas !== undefined) where.push(oneOf("schema_name", schemas));
  if (only !== undefined) where.push(oneOf("schema_name", [only.schema]));
  const named = (column: string) =>
    [...where, ...(only === undefined ? [] : [oneOf(column, [only.name])])].join(" and ");
  const relations = `
      select schema_name, table_name as name, 'table' as type, null as definition from duckdb_tables()
      where not internal and ${named("table_name")}
      union all
      select schema_name, view_name, 'view', ${definitions ? "sql" : "null"} from duckdb_views()
      where not internal and ${named("view_name")}`;
  const withColumns = `
    with relations as (${relations}
    ), columns as (
      select schema_name, table_name as name,
        list({name: column_name, type: data_type, nullable: is_nullable} order by column_index) as columns
      from duckdb_columns() where not internal and ${named("table_name")}
      group by all
    )
    select r.schema_name, r.name, r.type, r.definition, c.columns
    from relations r left join columns c using (schema_name, name)
    order by r.schema_name, r.name`;
  const sql = columns ? withColumns : `${relations} order by schema_name, name`;
  const found: RelationInfo[] = [];
  for await (const row of session.query(sql, signal)) {
    const {
      schema_name: schema,
      name,
      type,
      columns: listed,
      definition,
    } = row as unknown as CatalogRow;
    const inCatalog = only?.catalog === undefined ? {} : { catalog: only.catalog };
    const defined = typeof definition === "string" ? { definition } : {};
    found.push({ ...inCatalog, schema, name, type, columns: listed ?? [], ...defined });
  }
  return found;
}

function oneOf(column: string, names: readonly string[]): string {
  if (names.length === 0) return "false";
  return `lower(${column}) in (${names.map((name) => `lower(${quoteText(name)})`).join(", ")})`;
}
