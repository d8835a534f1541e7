import type { ModelPart } from "./parts.js";
import { pickSome, type Pick } from "./random.js";

/**
 * Queries over a model with the columns `id` and `v`; `%` stands for its name. The types of `keyed` and `ordered` are fixed: a
 * table by key keeps a wider type where the query has a narrower one.
 */
const direct: Readonly<Record<string, string>> = {
  named: "select id, v from %",
  star: "select * from %",
  totals: "select id, count(*) as n from % group by id",
  largest: "select max(v) as v, count(*) as id from %",
  keyed:
    "select coalesce(id::bigint, -1) as id, count(*) as n, max(try_cast(v as double)) as v from % group by 1 union all select -9, 0, null",
  ordered:
    "select coalesce(id::bigint, -1) as id, try_cast(v as double) as v from % union all select -9, null",
  rows: "select id, v, row_number() over (order by id, v) as n from %",
};

const behind: Readonly<Record<string, string>> = {
  named: "select id, count(*) as n from % group by all",
  star: "select * from % where id is not null",
  json: "select to_json(q)::varchar as j from (select * from %) q",
  columns: "select id, count(columns(* exclude (id))) from % group by id",
  positions:
    "select 0 as id, count(*) as n union all select * from (select id, count(*) as n from % group by 1) q",
};

const kinds: Readonly<Record<string, string>> = {
  keyed: "{ type: incremental_by_key, key: id, deletes: missing }",
  ordered: "{ type: incremental_by_key, key: id, order: v desc, deletes: missing }",
};

/** Each reader over one model, with another name in front of its own. */
export function readersOf(parent: string, prefix: string): readonly ModelPart[] {
  const readers = [direct, behind].flatMap((queries, layer) =>
    Object.entries(queries).map(([reader, query]) => ({ reader, query, layer })),
  );
  return readers.map(({ reader, query, layer }) => ({
    part: "model",
    schema: "read",
    name: `${prefix}_${String(layer + 1)}_${reader}`,
    group: `${prefix}_${reader}`,
    header: { kind: kinds[reader] ?? "table" },
    sql: query.replaceAll("%", parent),
  }));
}

/** The model of a query of the corpus with two layers of models that read it. */
export function groupOfModels(name: string, sql: string, pick: Pick): readonly ModelPart[] {
  const part = (suffix: string, query: string, kind = "table"): ModelPart => ({
    part: "model",
    schema: suffix === "" ? "made" : "read",
    name: suffix === "" ? name : `${name}_${suffix}`,
    group: name,
    header: { kind },
    sql: query,
  });
  const over = (query: string, parent: ModelPart) =>
    query.replaceAll("%", `${parent.schema}.${parent.name}`);
  const made = part("", sql);
  const readers = pickSome(Object.entries(direct), 2, pick).map(([reader, query]) =>
    part(reader, over(query, made), kinds[reader]),
  );
  const [first = made] = readers.filter(({ name: reader }) => !reader.endsWith("_totals"));
  const second = pickSome(Object.entries(behind), 1, pick).map(([reader, query]) =>
    part(`2_${reader}`, over(query, first)),
  );
  return [made, ...readers, ...second];
}
