import type { Pick } from "./random.js";
import type { SqlMutator } from "./mutators/text-mutators.js";

/** Edits of one query by one mutator of which no more than this are made, however many choices it has. */
const mostChoices = 20_000;

/** Each text that a mutator can make of a query: all of its choices, one after another, without repetition. */
export function everyEdit(mutate: SqlMutator, sql: string): readonly string[] {
  const found = new Set<string>();
  let choices: readonly Choice[] | undefined = [];
  for (let count = 0; choices !== undefined && count < mostChoices; count += 1) {
    const made: Choices = new Choices(choices);
    const text = mutate(sql, made.pick);
    if (text !== undefined && text !== sql) found.add(text);
    choices = made.next();
  }
  return [...found];
}

interface Choice {
  readonly taken: number;
  readonly of: number;
}

/** A run of a mutator whose first choices are given, and which takes the first of each further choice. */
class Choices {
  readonly #made: Choice[] = [];
  readonly #given: readonly Choice[];

  constructor(given: readonly Choice[]) {
    this.#given = given;
  }

  readonly pick: Pick = (n) => {
    const taken = this.#given[this.#made.length]?.taken ?? 0;
    this.#made.push({ taken, of: n });
    return taken;
  };

  /** The first choices of the next run: the last choice that has another possibility takes it. */
  next(): readonly Choice[] | undefined {
    const last = this.#made.findLastIndex(({ taken, of }) => taken + 1 < of);
    const choice = this.#made[last];
    if (choice === undefined) return undefined;
    return [...this.#made.slice(0, last), { ...choice, taken: choice.taken + 1 }];
  }
}
