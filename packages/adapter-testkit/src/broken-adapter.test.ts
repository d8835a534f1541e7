import { rm } from "node:fs/promises";
import {
  SluiceError,
  type CallOptions,
  type ParsedQuery,
  type Row,
  type SqlRunner,
  type WarehouseAdapter,
} from "@sluice/core/adapter";
import { withParts, type Parts } from "../test/replace-parts.js";
import { describeAdapter, type Feature, type GroupName } from "./index.js";

/** What an adapter could get wrong: parts of a good one replaced. */
interface Defect extends Parts {
  readonly absent?: readonly Feature[];
  readonly groups: readonly GroupName[];
  /** Every test that must notice; all others of the groups must pass. */
  readonly noticedBy: readonly string[];
}

const defects: Readonly<Record<string, Defect>> = {
  "an absent capability is not refused": {
    engine: ({ capabilities }) => ({
      capabilities: Object.freeze({
        ...capabilities,
        transactions: "none",
        dryRun: false,
        readsFiles: false,
        scratch: false,
      }),
    }),
    absent: [
      "transactions",
      "definitions in transactions",
      "dry run",
      "reading of files",
      "scratch warehouse",
    ],
    groups: ["capabilities"],
    noticedBy: [
      "transactions",
      "definitions in transactions",
      "dry run",
      "reading of files",
      "scratch warehouse",
    ].map(
      (feature) =>
        `capabilities > ${feature}: works where it is claimed, and is refused with a code elsewhere`,
    ),
  },
  "a capability is claimed that the engine lacks": {
    warehouse: () => ({
      transaction: () =>
        Promise.reject(new SluiceError({ code: "CAPABILITY.UNSUPPORTED", message: "none" })),
    }),
    groups: ["capabilities"],
    noticedBy: ["transactions", "definitions in transactions"].map(
      (feature) =>
        `capabilities > ${feature}: works where it is claimed, and is refused with a code elsewhere`,
    ),
  },
  "text is not escaped": {
    dialect: (good) => ({
      literal: (value, type) =>
        typeof value === "string" && type === undefined ? `'${value}'` : good.literal(value, type),
    }),
    groups: ["quoting"],
    noticedBy: [
      "quoting > text literals read back exactly",
      "quoting > text literals cannot be escaped out of",
      "quoting > a regular expression is data",
    ],
  },
  "identifiers are not quoted": {
    dialect: (good) => ({
      relation: ({ schema, name }) => `${schema}.${name}`,
      quoteIdentifier: (name) => (/^\w+$/.test(name) ? name : good.quoteIdentifier(name)),
    }),
    groups: ["quoting"],
    noticedBy: ["quoting > identifiers of every kind name tables and columns"],
  },
  "an exact cast rounds and cuts": {
    dialect: (good) => ({ castExact: (text, type) => good.tryCast(text, type) }),
    groups: ["exact"],
    noticedBy: [
      "integer",
      "bigint",
      "decimal",
      "float",
      "date",
      "time",
      "timestamp",
      "timestamptz",
    ].map((kind) => `exact > ${kind}: a text is cast to the value that it is, or to null`),
  },
  "texts of values are those of JavaScript": {
    dialect: () => ({ exactText: String }),
    groups: ["exact"],
    noticedBy: ["date", "timestamp", "timestamptz", "interval", "blob"].map(
      (kind) => `exact > ${kind}: a value is read back from its text`,
    ),
  },
  "a view replaces a table": {
    dialect: (good) => ({
      createView: (target, select) =>
        `drop table if exists ${good.relation(target)}; ${good.createView(target, select)}`,
    }),
    groups: ["relations"],
    noticedBy: ["relations > a view replaces a view, never a table"],
  },
  "inserts go by position": {
    dialect: (good) => ({
      insertSelect: (target, _columns, select) => `insert into ${good.relation(target)} ${select}`,
    }),
    groups: ["relations", "building"],
    noticedBy: [
      "relations > rows are inserted by column name",
      "relations > nullability is kept",
      "building > an increment adds what is new, and nothing when it runs again",
      "building > columns that are not there are refused before anything is inserted",
    ],
  },
  "null is equal to nothing where keys are compared": {
    dialect: () => ({
      nullSafeEqual: (a, b) => `${a} = ${b}`,
      nullSafeDistinct: (a, b) => `${a} <> ${b}`,
    }),
    groups: ["statements"],
    noticedBy: [
      "update-from-query",
      "delete-matched",
      "delete-unmatched",
      "null-safe-equal",
      "null-safe-distinct",
    ].map((name) => `statements > ${name} does what it says`),
  },
  "transactions commit what fails": {
    warehouse: (good) => ({ transaction: committing(good) }),
    groups: ["transactions"],
    noticedBy: [
      "transactions > nothing is left of a body that throws, and its error comes out",
      "transactions > definitions roll back with the data",
      "transactions > an engine error in the body rolls back, and the connection works on",
      "transactions > a first statement that does not parse still leaves one transaction",
      "transactions > a temporary table is seen by its transaction alone, and ends with it",
    ],
  },
  "a signal that has aborted before is forgotten": {
    warehouse: (good) => ({
      execute: (sql, options) =>
        good.execute(sql, options?.signal?.aborted === true ? undefined : options),
    }),
    groups: ["cancel"],
    noticedBy: ["cancel > an abort before the start runs nothing"],
  },
  "columns come in their own order": {
    warehouse: (good) => ({ query: mapRows(good, (row) => Object.entries(row).sort()) }),
    groups: ["streaming"],
    noticedBy: [
      "streaming > columns come in select order, under their names",
      "streaming > a million rows pass in bounded memory",
    ],
  },
  "errors lose their place": {
    warehouse: (good) => ({
      dryRun: async (sql, options) =>
        good.dryRun(sql, options).catch((error: unknown) => {
          throw good.normalizeError(new Error(String(error)));
        }),
    }),
    groups: ["errors"],
    noticedBy: [
      "errors > a syntax error in a dry run: code, exact place after non-ASCII text, one clean sentence",
      "errors > an unknown column in a dry run: code, exact place after non-ASCII text, near names",
      "errors > an unknown table and an unknown function in a dry run",
    ],
  },
  "parsing takes common table expressions for tables": {
    warehouse: (good) => ({
      parse: mapQueries(good, (query) => ({
        tables: [...query.tables, ...query.ctes.map((cte) => ({ ...cte, needsAlias: true }))],
      })),
    }),
    groups: ["parse"],
    noticedBy: [
      "parse > tables: a CTE is no table",
      "parse > tables: CTE names fold case",
      "parse > tables: a CTE sees those before it",
      "parse > tables: a CTE does not see those after it",
      "parse > tables: a recursive CTE sees itself",
      "parse > tables: a nested CTE hides the outer",
      "parse > tables: an outer CTE is seen inside",
      "parse > tables: a schema makes it no CTE",
    ],
  },
  "schemas in front of columns are overlooked": {
    warehouse: (good) => ({ parse: mapQueries(good, () => ({ rewrites: [] })) }),
    groups: ["parse"],
    noticedBy: ["parse > schemas in front of columns, where the relation has no alias"],
  },
  "big integers become numbers": {
    warehouse: (good) => ({
      query: mapRows(good, (row) =>
        Object.entries(row).map(([key, value]) => [
          key,
          typeof value === "bigint" ? Number(value) : value,
        ]),
      ),
    }),
    groups: ["types"],
    noticedBy: [
      "types > bigint: literals and loaded rows read back exactly",
      "types > numbers without a type keep theirs",
    ],
  },
  "a copy is gone before the next one is there": {
    warehouse: (good) => ({
      publishCopy: async (file, relations, options) => {
        await rm(file, { force: true });
        return (await good.publishCopy?.(file, relations, options)) ?? { relations: 0, rows: 0 };
      },
    }),
    groups: ["copies"],
    noticedBy: ["copies > a published copy has the named relations, and is replaced as a whole"],
  },
  "files are guessed at, and lines that do not fit are dropped": {
    dialect: (good) => ({
      readFiles: (read) =>
        read.format === "csv"
          ? `read_csv(${good.literal(read.paths[0] ?? "")}, all_varchar = true, ignore_errors = true)`
          : good.readFiles(read),
    }),
    groups: ["files"],
    noticedBy: [
      "files > csv: the empty field is null, quoted emptiness is text, other nulls as declared",
      "files > csv: without a header the declared names count",
      "files > several files are one relation, columns matched by name; a glob",
      "files > what cannot be read is a coded error, never fewer rows",
      "files > a value that its declared type would change fails the query, and is found by record",
    ],
  },
};

for (const [name, { absent = [], groups, noticedBy, ...parts }] of Object.entries(defects)) {
  describeAdapter(name, {
    create: () => withParts(parts),
    groups,
    knownGaps: noticedBy,
    absent: ["backup", ...absent],
  });
}

/** Commits whatever the body did. */
function committing(good: WarehouseAdapter): WarehouseAdapter["transaction"] {
  return async (body, options) => {
    const ended = await good.transaction(async (tx) => {
      try {
        return { value: await body(tx) };
      } catch (error) {
        return { error };
      }
    }, options);
    if ("error" in ended) throw ended.error;
    return ended.value;
  };
}

/** Parsed queries with parts replaced. */
function mapQueries(
  good: WarehouseAdapter,
  map: (query: ParsedQuery) => Partial<ParsedQuery>,
): WarehouseAdapter["parse"] {
  return async (texts, options) =>
    (await good.parse(texts, options)).map((result) =>
      result.ok ? { ok: true, query: { ...result.query, ...map(result.query) } } : result,
    );
}

/** Rows as something else. */
function mapRows(
  good: SqlRunner,
  map: (row: Row) => readonly (readonly [string, Row[string]])[],
): SqlRunner["query"] {
  return async function* <T extends Row>(sql: string, options?: CallOptions) {
    for await (const row of good.query(sql, options)) yield Object.fromEntries(map(row)) as T;
  };
}
