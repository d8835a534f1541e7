/** Tokens of a text by regular expressions, apart from the scan of `src`: what is dropped, and what a token is. */
export interface ReferenceLexis {
  readonly gap: RegExp;
  /** The first that matches at a place is the token there. */
  readonly tokens: readonly RegExp[];
}

const number =
  /\d+(?:_\d+)*(?:\.(?!\.)(?:\d+(?:_\d+)*)?)?(?:[eE][+-]?\d+(?:_\d+)*)?|\.\d+(?:_\d+)*(?:[eE][+-]?\d+(?:_\d+)*)?/y;
const parameter = /\$(?:\d+|[A-Za-z_]\w*)|\?\d*/y;
const word = /[A-Za-z_]\w*/y;
const flatComment = String.raw`\/\*[^]*?\*\/`;

export const bigqueryReference: ReferenceLexis = {
  gap: new RegExp(`(?:[ \\t\\n\\r\\f]|#[^\\n\\r]*|--[^\\n\\r]*|${flatComment})*`, "y"),
  tokens: [
    /(?:[rR][bB]?|[bB][rR]?)?(?:'''(?:\\[^]|(?!''')[^\\])*(?:'''|\\?$)|"""(?:\\[^]|(?!""")[^\\])*(?:"""|\\?$))/y,
    /(?:[rR][bB]?|[bB][rR]?)?(?:'(?:\\[^]|[^'\\])*(?:'|\\?$)|"(?:\\[^]|[^"\\])*(?:"|\\?$))/y,
    /`(?:\\[^]|[^`\\])*(?:`|\\?$)/y,
    word,
    number,
    parameter,
    /\|\||<<|>>|<=|>=|<>|!=|=>|->|\|>|@@|\+=|-=/y,
  ],
};

export const trinoReference: ReferenceLexis = {
  gap: new RegExp(`(?:[ \\t\\n\\r\\f]|--[^\\n\\r]*|${flatComment})*`, "y"),
  tokens: [
    /(?:[uU]&|[xX])?'(?:''|[^'])*(?:'|$)/y,
    /"(?:""|[^"])*(?:"|$)/y,
    word,
    number,
    parameter,
    /<>|!=|<=|>=|\|\||->|=>|<-|\{-|-\}/y,
  ],
};

/** Tokens with words in lower case; undefined where a comment does not end or a character has no place in a text. */
export function referenceTokens(
  sql: string,
  { gap, tokens }: ReferenceLexis,
): string[] | undefined {
  const found: string[] = [];
  for (let at = 0; ;) {
    at += matchAt(gap, sql, at).length;
    if (at >= sql.length) return found;
    if (sql.startsWith("/*", at) || sql.charCodeAt(at) > 127) return undefined;
    const pattern = tokens.find((one) => matchAt(one, sql, at) !== "");
    const text = pattern === undefined ? sql.charAt(at) : matchAt(pattern, sql, at);
    found.push(pattern === word || pattern === number ? text.toLowerCase() : text);
    at += text.length;
  }
}

function matchAt(pattern: RegExp, sql: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0] ?? "";
}
