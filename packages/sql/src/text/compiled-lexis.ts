import type { Lexis, QuoteRule } from "./lexis.js";
import { DOLLAR } from "./characters.js";

/** The beginning of a text or quoted name. */
export interface Opening {
  readonly kind: "string" | "quoted";
  /** Prefix and mark, in lower case. */
  readonly text: string;
  readonly rule: QuoteRule;
}

/** A lexis as the scan reads it: tables by the code of a character below 128. */
export interface CompiledLexis {
  readonly lexis: Lexis;
  /** By first character, longest first. */
  readonly openings: readonly (readonly Opening[] | undefined)[];
  /** By first character. */
  readonly lineComments: readonly (readonly string[] | undefined)[];
  /** By first character, longest first. */
  readonly operators: readonly (readonly string[] | undefined)[];
  /** 1 for a character of {@link Lexis.operatorRun}. */
  readonly run: Uint8Array;
  readonly endInSign: Uint8Array;
  readonly changedByCut: ReadonlySet<string>;
  /** Code of the character that words may hold beside letters, digits and `_`; -1 without one. */
  readonly inWords: number;
}

const compiled = new WeakMap<Lexis, CompiledLexis>();

export function compileLexis(lexis: Lexis): CompiledLexis {
  const known = compiled.get(lexis);
  if (known !== undefined) return known;
  const openings = [
    ...lexis.strings.flatMap((rule) => openingsOf("string", rule)),
    ...lexis.quotedNames.flatMap((rule) => openingsOf("quoted", rule)),
  ];
  const made: CompiledLexis = {
    lexis,
    openings: byFirstCharacter(openings, ({ text }) => text),
    lineComments: byFirstCharacter(lexis.lineComments, String),
    operators: byFirstCharacter(lexis.operators, String),
    run: flags(lexis.operatorRun?.characters),
    endInSign: flags(lexis.operatorRun?.endInSign),
    changedByCut: new Set(lexis.operatorRun?.changedByCut),
    inWords: lexis.dollarInWords === true ? DOLLAR : -1,
  };
  compiled.set(lexis, made);
  return made;
}

function openingsOf(kind: Opening["kind"], rule: QuoteRule): readonly Opening[] {
  return (rule.prefixes ?? [""]).map((prefix) => ({ kind, text: prefix + rule.mark, rule }));
}

function byFirstCharacter<T>(list: readonly T[], textOf: (one: T) => string): (T[] | undefined)[] {
  const table: (T[] | undefined)[] = Array.from({ length: 128 });
  for (const one of list.toSorted((a, b) => textOf(b).length - textOf(a).length)) {
    const first = textOf(one).charAt(0);
    for (const code of new Set([first, first.toUpperCase()].map((text) => text.charCodeAt(0))))
      (table[code] ??= []).push(one);
  }
  return table;
}

function flags(characters = ""): Uint8Array {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
