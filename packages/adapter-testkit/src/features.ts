import type { TargetEngine, TypeKind, WarehouseAdapter } from "@sluice/core/adapter";

/** An engine and its open warehouse. */
export interface OpenEngine {
  readonly engine: TargetEngine;
  readonly warehouse: WarehouseAdapter;
}

/** Features that an engine may lack: its capabilities, and the optional methods of the contract. */
const features = {
  transactions: ({ engine }) => engine.capabilities.transactions !== "none",
  "definitions in transactions": ({ engine }) => engine.capabilities.transactions === "full",
  "temporary tables": ({ warehouse }) => warehouse.dialect.temporaryTable("staged") !== undefined,
  "dry run": ({ engine }) => engine.capabilities.dryRun,
  "reading of files": ({ engine }) => engine.capabilities.readsFiles,
  "scratch warehouse": ({ engine }) => engine.capabilities.scratch,
  backup: ({ engine }) => engine.capabilities.backup === true,
  "published copies": ({ warehouse }) => warehouse.publishCopy !== undefined,
  "syntax trees": ({ warehouse }) => warehouse.syntaxTrees !== undefined,
  "hashes of rows": ({ warehouse }) => warehouse.dialect.rowsHash !== undefined,
} as const satisfies Readonly<Record<string, (open: OpenEngine) => boolean>>;

/** A feature that an engine may lack. */
export type Feature = keyof typeof features | `type ${TypeKind}`;

const isNamed = (feature: Feature): feature is keyof typeof features => feature in features;

/** The features of these that the engine lacks. */
export function absentFeatures(needed: readonly Feature[], open: OpenEngine): readonly Feature[] {
  return needed.filter((feature) => !hasFeature(feature, open));
}

function hasFeature(feature: Feature, open: OpenEngine): boolean {
  if (isNamed(feature)) return features[feature](open);
  const kind = feature.slice("type ".length) as TypeKind;
  return open.warehouse.dialect.typeFor(kind) !== undefined;
}
