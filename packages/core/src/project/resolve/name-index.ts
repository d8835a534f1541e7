import type { TableReference } from "../../warehouse/parsing.js";
import { diagnostic, type Diagnostic, type Place } from "../../base/errors/sluice-error.js";
import type { Model, Source } from "../../model/model.js";
import { suggest } from "../../base/suggest.js";

/** What a name in a query may mean. */
export interface NameIndex {
  readonly byFullName: ReadonlyMap<string, NamedRelation>;
  readonly byTable: ReadonlyMap<string, readonly NamedRelation[]>;
  readonly names: readonly string[];
}

/** A model or source by name. */
export interface NamedRelation {
  readonly name: string;
  readonly schema: string;
  readonly type: "model" | "source";
}

/** Indexes models and sources by name, case-insensitively. */
export function indexNames(models: Iterable<Model>, sources: Iterable<Source>): NameIndex {
  const relations: NamedRelation[] = [
    ...Array.from(models, ({ name, schema }) => ({ name, schema, type: "model" as const })),
    ...Array.from(sources, ({ name, schema }) => ({ name, schema, type: "source" as const })),
  ];
  const byTable = new Map<string, NamedRelation[]>();
  for (const relation of relations) {
    const table = relation.name.slice(relation.schema.length + 1).toLowerCase();
    const known = byTable.get(table);
    if (known) known.push(relation);
    else byTable.set(table, [relation]);
  }
  return {
    byFullName: new Map(relations.map((r) => [r.name.toLowerCase(), r])),
    byTable,
    names: relations.map((r) => r.name),
  };
}

/**
 * What a table name means: with a schema, the relation of that name; without, the one in the reader's own schema,
 * else the only one of that name in the project. `where` is called for a diagnostic only.
 */
export function lookUp(
  index: NameIndex,
  reference: Pick<TableReference, "catalog" | "schema" | "name">,
  from: { readonly schema: string | undefined; readonly where: () => Place },
): NamedRelation | Diagnostic {
  const { schema, name } = reference;
  const written = [reference.catalog, schema, name].filter((part) => part !== undefined).join(".");
  if (reference.catalog === undefined && schema !== undefined) {
    return (
      index.byFullName.get(`${schema}.${name}`.toLowerCase()) ??
      unknownName(index, written, from.where())
    );
  }
  if (reference.catalog !== undefined) return unknownName(index, written, from.where());
  const own = from.schema && index.byFullName.get(`${from.schema}.${name}`.toLowerCase());
  if (own) return own;
  const [first, ...others] = index.byTable.get(name.toLowerCase()) ?? [];
  if (!first) return unknownName(index, written, from.where());
  if (others.length === 0) return first;
  const all = [first, ...others].map((r) => r.name).sort();
  return diagnostic({
    code: "REF.AMBIGUOUS",
    message: `\`${name}\` could be ${all.slice(0, -1).join(", ")} or ${all.at(-1) ?? ""}.`,
    where: from.where(),
    hints: [`Write the schema: ${all.join(" or ")}.`],
  });
}

/** A name as written in a check, taken apart: `marts.orders`, `orders`. */
export function splitName(name: string): Pick<TableReference, "schema" | "name"> {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? { name } : { schema: name.slice(0, dot), name: name.slice(dot + 1) };
}

/** True for what {@link lookUp} returns when it finds something. */
export function isRelation(found: NamedRelation | Diagnostic): found is NamedRelation {
  return !("code" in found);
}

function unknownName(index: NameIndex, name: string, where: Place): Diagnostic {
  const near = suggest(name, index.names);
  const isFile = /[/\\]|\.(csv|tsv|json|ndjson|jsonl|parquet)$/i.test(name);
  return diagnostic({
    code: "REF.UNKNOWN",
    message: `\`${name}\` is no model, seed, source or CTE.`,
    why: isFile
      ? "Files are read through seeds and sources, so that they are tracked and checked."
      : undefined,
    where,
    hints: isFile
      ? ["Declare it as a `.seed.yaml` or `.source.yaml` and read it by name."]
      : [
          near.length > 0
            ? `Did you mean ${near.map((n) => `\`${n}\``).join(" or ")}?`
            : "See `sluice ls` for the names; declare a source for a table Sluice does not build.",
        ],
  });
}
