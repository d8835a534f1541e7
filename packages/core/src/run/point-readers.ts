import { physicalRef, relationKey } from "../plan/view-ref.js";
import type { PublishedModel } from "../state/state-store.js";
import type { Dialect } from "../warehouse/dialect.js";
import { runStatements } from "../warehouse/run-statements.js";
import type { SqlRunner, WarehouseAdapter } from "../warehouse/warehouse-adapter.js";

/** A view that readers query, and the relation of the system schema that it shows. */
export type ReaderView = Pick<PublishedModel, "schema" | "view" | "physical">;

/** Where a view of readers stands. */
export type ReaderPlace = Pick<ReaderView, "schema" | "view">;

/** Differences between the views that readers have and those they are to have. */
export interface ReaderChange<T extends ReaderView = ReaderView> {
  /** Views that are made, or that come to show another relation. */
  readonly point: readonly T[];
  /** Views that are dropped: of models that are gone, and under names that models had before. */
  readonly drop: readonly ReaderPlace[];
}

/** True where both are the same view of the same relation. */
export function isSameView(a: ReaderView | undefined, b: ReaderView): boolean {
  return a?.physical === b.physical && isSamePlace(a, b);
}

/** True where both views have one name. */
export function isSamePlace(a: ReaderPlace, b: ReaderPlace): boolean {
  return a.schema === b.schema && a.view === b.view;
}

/** Compares the views of an environment with those that some of its models are to have; models in `removed` lose theirs. */
export function readerChange<T extends PublishedModel>(
  before: ReadonlyMap<string, PublishedModel>,
  { publish, removed }: { readonly publish: readonly T[]; readonly removed: readonly string[] },
): ReaderChange<T> {
  const renamed = publish.flatMap((wanted) => {
    const known = before.get(wanted.model);
    return known && !isSamePlace(known, wanted) ? [known] : [];
  });
  return {
    point: publish.filter((wanted) => !isSameView(before.get(wanted.model), wanted)),
    drop: [...removed.flatMap((model) => before.get(model) ?? []), ...renamed],
  };
}

/**
 * Points readers at relations of the system schema: one statement a schema and a view, in the caller's transaction. Each
 * of them may be repeated. Nothing but this makes, moves or drops a view of readers. A table that somebody put in the
 * place of a dropped view stays: it is not Sluice's.
 */
export async function pointReaders(
  { point, drop }: ReaderChange,
  { tx, warehouse }: { readonly tx: SqlRunner; readonly warehouse: Catalogue },
): Promise<void> {
  const { dialect } = warehouse;
  const schemas = [...new Set(point.map(({ schema }) => schema))];
  await runStatements(tx, [
    ...schemas.map((schema) => dialect.createSchema(schema)),
    ...(await standingViews(drop, warehouse)).map((place) => dropView(place, dialect)),
    ...point.map(({ schema, view, physical }) =>
      dialect.createView({ schema, name: view }, readerQuery(physical, dialect)),
    ),
  ]);
}

/** The query of a view that shows a relation to readers. */
export function readerQuery(physical: string, dialect: Dialect): string {
  return `select * from ${dialect.relation(physicalRef(physical))}`;
}

type Catalogue = Pick<WarehouseAdapter, "dialect" | "list">;

function dropView({ schema, view }: ReaderPlace, dialect: Dialect): string {
  return dialect.dropRelation({ schema, name: view }, "view");
}

/** Places at which a view stands, by one listing. */
async function standingViews(
  places: readonly ReaderPlace[],
  warehouse: Catalogue,
): Promise<readonly ReaderPlace[]> {
  if (places.length === 0) return [];
  const schemas = [...new Set(places.map(({ schema }) => schema))];
  const found = await warehouse.list(schemas, { columns: false });
  const views = new Set(
    found
      .filter(({ type }) => type === "view")
      .map(({ schema, name }) => relationKey(schema, name)),
  );
  return places.filter(({ schema, view }) => views.has(relationKey(schema, view)));
}
