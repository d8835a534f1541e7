import type { Expression, Query, Relation } from "@sluice/core/adapter";

/** The readers of the parts of a tree, which hold each other. */
export interface Readers {
  readonly expression: (json: unknown) => Expression;
  readonly query: (json: unknown) => Query;
  /** A query inside of another part: `{"node": ...}`. */
  readonly statement: (json: unknown) => Query;
  /** The relation of a `from`; undefined where there is none. */
  readonly relation: (json: unknown) => Relation | undefined;
}
