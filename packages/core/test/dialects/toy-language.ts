/** Words of DuckDB and those that the toy language has for them. Pairs have one length, so that places in a text stay. */
const words: ReadonlyMap<string, string> = new Map([
  ["try_cast", "opt_cast"],
  ["count_if", "how_many"],
  ["isfinite", "no_limit"],
  ["regexp_matches", "matches_regexp"],
]);

/** Verbs at the beginning of statements. */
const verbs: ReadonlyMap<string, string> = new Map([
  ["create", "design"],
  ["insert", "append"],
  ["delete", "remove"],
  ["update", "modify"],
  ["merge", "blend"],
  ["drop", "bury"],
  ["alter", "shift"],
]);

/** A text of one language, cut into parts that are read in different ways. */
const parts =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\/\*[\s\S]*?\*\/|--[^\n]*|# [^\n]*|[A-Za-z_][\w$]*|[\s\S]/g;

/** A statement of the toy language as DuckDB reads it. Throws for a text that is DuckDB's own. */
export function toDuck(text: string): string {
  return translated(text, {
    words: reversed(words),
    verbs: reversed(verbs),
    foreign: new Set(words.keys()),
    foreignVerbs: new Set(verbs.keys()),
    name: { from: "`", to: '"' },
  });
}

/** A statement of DuckDB in the toy language. */
export function toToy(text: string): string {
  return translated(text, {
    words,
    verbs,
    foreign: new Set(),
    foreignVerbs: new Set(),
    name: { from: '"', to: "`" },
  });
}

interface Translation {
  readonly words: ReadonlyMap<string, string>;
  readonly verbs: ReadonlyMap<string, string>;
  /** Words that the language of the text does not have. */
  readonly foreign: ReadonlySet<string>;
  readonly foreignVerbs: ReadonlySet<string>;
  readonly name: { readonly from: string; readonly to: string };
}

function translated(text: string, to: Translation): string {
  const isToy = to.foreignVerbs.size > 0;
  if (isToy && /\bdistinct\s+from\b/i.test(withoutTexts(text)))
    throw foreign("distinct from", text);
  let atStart = true;
  return (text.match(parts) ?? [])
    .map((part) => {
      const isStart = atStart;
      const isBlank = /^(\s|\/\*|--|# )/.test(part);
      atStart = part === ";" || (atStart && isBlank);
      return translatedPart(part, text, { ...to, isStart, isToy });
    })
    .join("");
}

function translatedPart(
  part: string,
  text: string,
  to: Translation & { readonly isStart: boolean; readonly isToy: boolean },
): string {
  if (part.startsWith(to.name.from)) return renamed(part, to.name);
  if (to.isToy && (part.startsWith('"') || part.startsWith("--"))) throw foreign(part, text);
  if (part.startsWith("# ")) return to.isToy ? `--${part.slice(2)}` : part;
  if (!/^[A-Za-z_]/.test(part)) return part;
  const word = part.toLowerCase();
  if (to.isStart && to.foreignVerbs.has(word)) throw foreign(part, text);
  if (to.foreign.has(word)) throw foreign(part, text);
  return (to.isStart ? to.verbs.get(word) : undefined) ?? to.words.get(word) ?? part;
}

function renamed(part: string, { from, to }: Translation["name"]): string {
  const name = part.slice(1, -1).replaceAll(from + from, from);
  return to + name.replaceAll(to, to + to) + to;
}

function withoutTexts(text: string): string {
  return text.replaceAll(/'(?:[^']|'')*'/g, "''");
}

function foreign(part: string, text: string): Error {
  return new Error(`\`${part}\` is no word of the toy language: ${text}`);
}

function reversed(map: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...map].map(([a, b]) => [b, a]));
}
