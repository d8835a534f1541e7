/** Texts or names between two equal marks. */
export interface QuoteRule {
  /** In lower case; a text holds the mark and whatever stands between. */
  readonly mark: string;
  /** Letters directly before the mark, in lower case and read in any: `["r", "br", "rb"]`. @default the mark alone */
  readonly prefixes?: readonly string[] | undefined;
  /** Two marks inside stand for one. @default false */
  readonly doubled?: boolean | undefined;
  /** A backslash inside takes the next character along, so that a mark there does not end it. @default false */
  readonly backslash?: boolean | undefined;
  /** A text of the same mark that comes next is read by this rule too, as Postgres continues `E'...'`. @default false */
  readonly continues?: boolean | undefined;
}

/** Characters of which a run is one operator, as Postgres cuts them. */
export interface OperatorRun {
  readonly characters: string;
  /** A run that has none of these does not end in a sign: `<-` is `<` and `-`. */
  readonly endInSign: string;
  /** Operators that mean another thing where a sign or a comment directly follows them. */
  readonly changedByCut: readonly string[];
}

/** Words that are written in any letter case. */
export interface KeywordRules {
  /** Words that name a column or relation only behind `as` or a dot, or before a colon. */
  readonly reserved: ReadonlySet<string>;
  /** Words of the grammar that may be names as well: keywords where a name follows. */
  readonly contextual: ReadonlySet<string>;
  /** Names of functions have no letter case. @default false */
  readonly calls?: boolean | undefined;
}

/**
 * How the texts of one engine are cut into tokens. Every lexis has `$name` and `?` as parameters, digits with `_` between
 * them as numbers, and words of ASCII letters, digits and `_`. Freeze it: what is derived from it is kept.
 */
export interface Lexis {
  /** Name and count, such as `duckdb 1`: part of every hash of a text, counted up with every change. */
  readonly version: string;
  readonly strings: readonly QuoteRule[];
  /** Quoted names of columns and relations. */
  readonly quotedNames: readonly QuoteRule[];
  /** `$$text$$` and `$tag$text$tag$` are texts. @default false */
  readonly dollarStrings?: boolean | undefined;
  /** Beginnings of comments that end with their line: `--`, `#`. */
  readonly lineComments: readonly string[];
  /** A block comment inside of another has an end of its own. */
  readonly nestedComments: boolean;
  /** Words may hold letters outside ASCII, and spaces outside ASCII are spaces. @default false */
  readonly unicodeWords?: boolean | undefined;
  /** Words may hold `$`, but for their first character. @default false */
  readonly dollarInWords?: boolean | undefined;
  /** Operators of several characters; the longest that fits is one token. */
  readonly operators: readonly string[];
  readonly operatorRun?: OperatorRun | undefined;
  readonly keywords: KeywordRules;
}
