import type { RelationInfo } from "../../warehouse/warehouse-adapter.js";
import type { Inventory } from "../../state/inventory.js";

/** What is kept, beside what some environment shows. */
export interface RetentionPolicy {
  /** Generations of each model that were published, and promotions of each environment to go back to. */
  readonly keep: number;
  /** How long what was never published is kept. Milliseconds. */
  readonly olderThanMs: number;
  /** Copies of older layouts of the state go too, once they are that old. @default false */
  readonly stateCopies?: boolean | undefined;
  /** Runs older than this go, and what only they tell. Milliseconds. @default runs are kept */
  readonly historyMs?: number | undefined;
}

/** What a decision is made from. */
export interface RetentionFacts extends Inventory {
  /** Milliseconds. */
  readonly now: number;
  /** Relations of the system schema and of the schemas of environments. */
  readonly relations: readonly Pick<RelationInfo, "schema" | "name" | "type">[];
}

/** A relation that goes. */
export interface DroppedRelation {
  readonly schema: string;
  readonly name: string;
  readonly type: "table" | "view";
}

interface Item {
  readonly name: string;
  /** Why it goes. */
  readonly reason: string;
  /** Dropped in one transaction with what the state says of them. */
  readonly relations: readonly DroppedRelation[];
}

/** One thing that goes. */
export type RetentionItem =
  | (Item & {
      readonly kind: "environment";
      /** Schemas in which nothing is left then. */
      readonly schemas: readonly string[];
    })
  | (Item & {
      readonly kind: "version";
      readonly model: string;
      /** The row stays for a while, without its relation, so that its name is not used again. */
      readonly retire: boolean;
    })
  | (Item & { readonly kind: "leftover" | "orphan" | "state copy" })
  | (Item & {
      readonly kind: "records";
      /** Removed relations of which the state tells nothing any more. */
      readonly physical: readonly string[];
      /** The least generation of tables from then on: none gets the name of one that is forgotten. */
      readonly leastGeneration: number;
    })
  | (Item & {
      readonly kind: "history";
      /** Runs that began before are forgotten. Milliseconds. */
      readonly before: number;
      readonly runs: number;
      /** First promotion that each environment's log then tells. */
      readonly logs: readonly { readonly environment: string; readonly first: number }[];
    });
