import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";

/** A relation that two warehouses must show alike. */
export interface Relation {
  readonly schema: string;
  readonly name: string;
}

/** Relations asked for in one query. */
const batch = 100;

/**
 * Throws unless two warehouse files show the same columns, types and rows (in any order) in every relation. Returns how
 * many rows there are in all.
 */
export async function assertSameContents(
  relations: readonly Relation[],
  files: { readonly ours: string; readonly other: string },
): Promise<number> {
  const ours = await contents(relations, files.ours);
  const others = await contents(relations, files.other);
  let rows = 0;
  for (const [name, expected] of others) {
    const found = ours.get(name);
    if (found?.columns !== expected.columns) {
      throw new Error(
        `${name} has columns ${found?.columns}, on the other side ${expected.columns}.`,
      );
    }
    if (found.rows !== expected.rows || found.digest !== expected.digest) {
      throw new Error(
        `${name} holds ${found.rows} rows that are not the ${expected.rows} of the other side.`,
      );
    }
    rows += found.rows;
  }
  return rows;
}

interface Contents {
  readonly columns: string;
  readonly rows: number;
  /** The same for the same rows in any order. */
  readonly digest: string;
}

async function contents(
  relations: readonly Relation[],
  file: string,
): Promise<ReadonlyMap<string, Contents>> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    // Under its own name: views name the catalog they were made in.
    await connection.run(`attach '${file}' (read_only)`);
    const columns = await columnsOf(connection);
    const [found] = await read(
      connection,
      "select database_name from duckdb_databases() where path is not null",
    );
    const catalog = String(found?.["database_name"]);
    const all = new Map<string, Contents>();
    for (let from = 0; from < relations.length; from += batch) {
      const queries = relations
        .slice(from, from + batch)
        .map(
          ({ schema, name }) =>
            `select '${schema}.${name}' as name, count(*) as rows, sum(hash(t)::hugeint)::varchar as digest from ${catalog}.${schema}.${name} as t`,
        );
      for (const row of await read(connection, queries.join(" union all "))) {
        const name = String(row["name"]);
        const digest = String(row["digest"]);
        all.set(name, { columns: columns.get(name) ?? "none", rows: Number(row["rows"]), digest });
      }
    }
    return all;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function columnsOf(connection: DuckDBConnection): Promise<ReadonlyMap<string, string>> {
  const rows = await read(
    connection,
    `select schema_name || '.' || table_name as name, string_agg(column_name || ' ' || data_type, ', ' order by column_index) as columns
    from duckdb_columns() where not internal group by all`,
  );
  return new Map(rows.map((row) => [String(row["name"]), String(row["columns"])]));
}

async function read(connection: DuckDBConnection, sql: string) {
  return (await connection.runAndReadAll(sql)).getRowObjects();
}
