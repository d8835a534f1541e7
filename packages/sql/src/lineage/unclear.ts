/** Thrown inside the analysis where certainty ends; it never leaves this folder. */
export class Unclear extends Error {
  override readonly name = "Unclear";
}

/** Ends the analysis: the query is then taken to read everything. */
export function unclear(reason: string): never {
  throw new Unclear(reason);
}
