/** A model's query with what is known around it. */
export interface LineageInput {
  readonly model: string;
  /** The query; its tables are full names, `schema.name`, quoted where they must be. */
  readonly sql: string;
  /** Output columns in order, from the engine's binder. */
  readonly columns: readonly string[];
  /** Columns of every model and source the query reads, by `schema.name`. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
}
