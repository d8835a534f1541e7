/** One node of DuckDB's serialised tree; what the walk needs of it. */
type Node = Readonly<Record<string, unknown>>;

/** A relation name found in a tree; `at` is a UTF-8 byte offset. */
export interface TreeTable {
  readonly at: number;
  readonly parts: readonly string[];
  readonly alias: string;
}

/** A column reference of three or more parts; `at` is a UTF-8 byte offset. */
export interface TreeColumn {
  readonly at: number;
  readonly parts: readonly string[];
}

export interface TreeNames {
  readonly tables: readonly TreeTable[];
  readonly columns: readonly TreeColumn[];
  /** True where the tree lists what exists (SHOW TABLES), so that it reads no named relation. */
  readonly shows: boolean;
  /** True where a table function may read what the query does not name: files, other databases, the catalog. */
  readonly readsOutside: boolean;
}

/** Table functions that make rows from their arguments alone. */
const pureFunctions: ReadonlySet<string> = new Set([
  "unnest",
  "range",
  "generate_series",
  "generate_subscripts",
  "repeat",
  "repeat_row",
  "json_each",
  "json_tree",
]);

/** Names of the CTEs visible at a place, lower case. */
type Scope = ReadonlySet<string>;

/**
 * Relation names and qualified columns of one statement's tree. A name that a CTE in scope has is no
 * relation: a CTE is seen by those after it and by the query it belongs to, by itself only when recursive.
 */
export function namesOf(statement: unknown): TreeNames {
  const walk = new Walk();
  walk.visit(statement, new Set());
  return walk;
}

class Walk implements TreeNames {
  readonly tables: TreeTable[] = [];
  readonly columns: TreeColumn[] = [];
  shows = false;
  readsOutside = false;

  visit(value: unknown, scope: Scope): void {
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, scope);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    const node = value as Node;
    const inner = this.ctes(node, scope);
    if (node["type"] === "BASE_TABLE") this.table(node, inner);
    if (node["type"] === "COLUMN_REF") this.column(node);
    if (node["type"] === "TABLE_FUNCTION") this.tableFunction(node);
    if (node["type"] === "SHOW_REF" && typeof node["table_name"] === "string") this.shows = true;
    if (node["type"] === "RECURSIVE_CTE_NODE") {
      this.recursive(node, inner);
      return;
    }
    for (const [key, child] of Object.entries(node)) {
      if (key !== "cte_map" && typeof child === "object") this.visit(child, inner);
    }
  }

  private ctes(node: Node, scope: Scope): Scope {
    const entries = (node["cte_map"] as { map?: readonly Node[] } | undefined)?.map;
    if (entries === undefined || entries.length === 0) return scope;
    const inner = new Set(scope);
    for (const entry of entries) {
      this.visit(entry["value"], new Set(inner));
      inner.add(String(entry["key"]).toLowerCase());
    }
    return inner;
  }

  private recursive(node: Node, scope: Scope): void {
    const { left, right, ...rest } = node;
    this.visit(left, scope);
    const own = new Set(scope).add(String(node["cte_name"]).toLowerCase());
    this.visit(right, own);
    for (const [key, child] of Object.entries(rest)) {
      if (key !== "cte_map") this.visit(child, own);
    }
  }

  private table(node: Node, scope: Scope): void {
    const { catalog_name: catalog = "", schema_name: schema = "", table_name: name = "" } = node;
    const parts = [catalog, schema, name].map(String).filter((part, i) => i === 2 || part !== "");
    const recurring = parts.length === 2 && parts[0]?.toLowerCase() === "recurring";
    if (recurring && scope.has(String(name).toLowerCase())) return;
    if (parts.length === 1 && scope.has(String(name).toLowerCase())) return;
    const alias = typeof node["alias"] === "string" ? node["alias"] : "";
    this.tables.push({ at: Number(node["query_location"] ?? 0), parts, alias });
  }

  private tableFunction(node: Node): void {
    const call = node["function"] as Node | undefined;
    if (!pureFunctions.has(String(call?.["function_name"]).toLowerCase())) this.readsOutside = true;
  }

  private column(node: Node): void {
    const parts = node["column_names"] as readonly string[] | undefined;
    const at = node["query_location"];
    if (parts === undefined || parts.length < 3 || typeof at !== "number") return;
    this.columns.push({ at, parts });
  }
}
