/** A change of a select list. */
export interface ItemChange {
  readonly change: "added" | "removed" | "changed";
  readonly name: string | undefined;
}

/** Thrown where two queries differ in more than their select lists; it never leaves this folder. */
export class OtherRows extends Error {
  override readonly name = "OtherRows";
  /**
   * @param part What of the query differs: a clause, `from`, a set operation.
   * @param items The select items that make the difference, if it is one of them.
   */
  constructor(
    readonly part: string,
    readonly items: readonly ItemChange[] = [],
  ) {
    super(part);
  }
}
