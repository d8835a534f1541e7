/** One node of DuckDB's serialised tree; what the walk needs of it. */
type Node = Readonly<Record<string, unknown>>;

/** Relations of one FROM clause; `outer` is the clause of the query around it. */
export interface TreeFrom {
  readonly outer: TreeFrom | undefined;
  readonly tables: TreeTable[];
  /** Names by which columns may refer to relations of the clause: aliases, or bare names. */
  readonly names: string[];
}

/** A relation name found in a tree; `at` is a UTF-8 byte offset. */
export interface TreeTable {
  readonly at: number;
  readonly parts: readonly string[];
  readonly alias: string;
  /** False where the grammar has no place for an alias after the name. */
  readonly takesAlias: boolean;
}

/** A reference of two or more parts to a column, or to all of a relation; `at` is a UTF-8 byte offset. */
export interface TreeColumn {
  readonly at: number;
  readonly parts: readonly string[];
  readonly from: TreeFrom | undefined;
}

/** A `*` with columns left out or renamed by their qualified names; `at` is a UTF-8 byte offset. */
export interface TreeStar {
  readonly at: number;
  readonly columns: readonly (readonly string[])[];
  readonly from: TreeFrom | undefined;
}

export interface TreeNames {
  readonly tables: readonly TreeTable[];
  readonly columns: readonly TreeColumn[];
  readonly stars: readonly TreeStar[];
  readonly clauses: readonly TreeFrom[];
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
type Ctes = ReadonlySet<string>;

/** The surroundings of a node. */
interface Scope {
  readonly ctes: Ctes;
  readonly from: TreeFrom | undefined;
  /** True for the relation that a SUMMARIZE or DESCRIBE is about. */
  readonly described: boolean;
}

/**
 * Relation names and qualified columns of one statement's tree. A name that a CTE in scope has is no
 * relation: a CTE is seen by those after it and by the query it belongs to, by itself only when recursive.
 */
export function namesOf(statement: unknown): TreeNames {
  const walk = new Walk();
  walk.visit(statement, { ctes: new Set(), from: undefined, described: false });
  return walk;
}

class Walk implements TreeNames {
  readonly tables: TreeTable[] = [];
  readonly columns: TreeColumn[] = [];
  readonly stars: TreeStar[] = [];
  readonly clauses: TreeFrom[] = [];
  shows = false;
  readsOutside = false;

  visit(value: unknown, outer: Scope): void {
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, outer);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    const node = value as Node;
    const scope = this.ctes(node, outer);
    this.name(node, scope);
    if (node["type"] === "RECURSIVE_CTE_NODE") {
      this.recursive(node, scope);
      return;
    }
    const inner = this.innerScope(node, scope);
    for (const [key, child] of Object.entries(node)) {
      if (key !== "cte_map" && typeof child === "object") this.visit(child, inner);
    }
  }

  private name(node: Node, scope: Scope): void {
    // Expressions have a class, relations have none.
    if (typeof node["alias"] === "string" && !("class" in node))
      scope.from?.names.push(node["alias"]);
    switch (node["type"]) {
      case "BASE_TABLE":
        this.table(node, scope);
        break;
      case "COLUMN_REF":
        this.column(node, scope);
        break;
      case "STAR":
        this.star(node, scope);
        break;
      case "TABLE_FUNCTION":
        this.tableFunction(node);
        break;
      case "SHOW_REF":
        if (typeof node["table_name"] === "string") this.shows = true;
    }
  }

  private ctes(node: Node, scope: Scope): Scope {
    const entries = (node["cte_map"] as { map?: readonly Node[] } | undefined)?.map;
    if (entries === undefined || entries.length === 0) return scope;
    const ctes = new Set(scope.ctes);
    for (const entry of entries) {
      this.visit(entry["value"], { ...scope, ctes: new Set(ctes) });
      ctes.add(String(entry["key"]).toLowerCase());
    }
    return { ...scope, ctes };
  }

  private recursive(node: Node, scope: Scope): void {
    const { left, right, ...rest } = node;
    this.visit(left, scope);
    const ctes = new Set(scope.ctes).add(String(node["cte_name"]).toLowerCase());
    const own = { ...scope, ctes };
    this.visit(right, own);
    for (const [key, child] of Object.entries(rest)) {
      if (key !== "cte_map") this.visit(child, own);
    }
  }

  private table(node: Node, { ctes, from, described }: Scope): void {
    const { catalog_name: catalog = "", schema_name: schema = "", table_name: name = "" } = node;
    const parts = [catalog, schema, name].map(String).filter((part, i) => i === 2 || part !== "");
    const alias = typeof node["alias"] === "string" ? node["alias"] : "";
    if (alias === "") from?.names.push(String(name));
    const recurring = parts.length === 2 && parts[0]?.toLowerCase() === "recurring";
    if (recurring && ctes.has(String(name).toLowerCase())) return;
    if (parts.length === 1 && ctes.has(String(name).toLowerCase())) return;
    const at = Number(node["query_location"] ?? 0);
    const table = { at, parts, alias, takesAlias: !described };
    this.tables.push(table);
    from?.tables.push(table);
  }

  private tableFunction(node: Node): void {
    const call = node["function"] as Node | undefined;
    if (!pureFunctions.has(String(call?.["function_name"]).toLowerCase())) this.readsOutside = true;
  }

  private column(node: Node, { from }: Scope): void {
    const parts = node["column_names"] as readonly string[] | undefined;
    const at = node["query_location"];
    if (parts === undefined || parts.length < 2 || typeof at !== "number") return;
    this.columns.push({ at, parts, from });
  }

  private star(node: Node, { from }: Scope): void {
    const excluded = (node["qualified_exclude_list"] ?? []) as readonly Node[];
    const renamed = (node["rename_list"] ?? []) as readonly Node[];
    const columns = [...excluded, ...renamed.map(({ key }) => key as Node)].flatMap((name) => {
      const parts = ["catalog", "schema", "table", "column"].map((part) => name[part] ?? "");
      return parts[1] === "" ? [] : [parts.filter((part) => part !== "").map(String)];
    });
    const relation = node["relation_name"];
    const at = Number(node["query_location"] ?? 0);
    if (typeof relation === "string") this.columns.push({ at, parts: [relation, "*"], from });
    if (columns.length > 0) this.stars.push({ at, columns, from });
  }

  private innerScope(node: Node, scope: Scope): Scope {
    if (node["type"] === "SHOW_REF") return { ...scope, described: isBareTable(node["query"]) };
    if (node["type"] !== "SELECT_NODE") return scope;
    const from = { outer: scope.from, tables: [], names: [] };
    this.clauses.push(from);
    return { ...scope, from };
  }
}

/** Tells `(summarize orders)` from `(summarize from orders)`: the parser gives no place to a star that nobody wrote. */
function isBareTable(query: unknown): boolean {
  const [star] = ((query as Node | null)?.["select_list"] ?? []) as readonly Node[];
  return star?.["type"] === "STAR" && star["query_location"] === undefined;
}
