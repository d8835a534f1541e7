import type { FileRead } from "../../warehouse/dialect.js";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import type { Model, Source } from "../../model/model.js";

/** A seed or source, how its files are read, and the engine that reads them. */
export interface Reading {
  readonly relation: Model | Source;
  readonly read: FileRead;
  readonly engine: WarehouseAdapter;
  readonly signal?: AbortSignal | undefined;
}

/** A value of a query that is text; empty for any other. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
