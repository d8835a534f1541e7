/** Thrown inside the analysis where certainty ends; it never leaves this folder. */
export class Uncertain extends Error {
  override readonly name = "Unclear";
}

/** Ends the analysis: the query is then taken to read everything. */
export function uncertain(reason: string): never {
  throw new Uncertain(reason);
}
