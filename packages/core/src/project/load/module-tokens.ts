/** A token of a TypeScript file: enough to follow brackets and property names. */
export interface ModuleToken {
  readonly type: "word" | "text" | "mark";
  /** As written; texts without their quotes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const skipped = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const word = /[\p{L}\p{N}_$]+/uy;
const quoted = /"((?:[^"\\\n]|\\[\s\S])*)"|'((?:[^'\\\n]|\\[\s\S])*)'/y;
const regex = /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

/** Words after which a slash begins a regular expression and not a division. */
const operators = new Set(["return", "typeof", "case", "in", "of", "void", "delete", "await"]);

/** The tokens of a module in order; comments and white space are left out, a template is one text. */
export function moduleTokens(text: string): readonly ModuleToken[] {
  const tokens: ModuleToken[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const blank = match(skipped);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    const token = { ...next(), start: at };
    tokens.push(token);
    at = token.end;
  }
  return tokens;

  function next(): Omit<ModuleToken, "start"> {
    const name = match(word);
    if (name) return { type: "word", value: name[0], end: at + name[0].length };
    const string = match(quoted);
    if (string) {
      return { type: "text", value: string[1] ?? string[2] ?? "", end: at + string[0].length };
    }
    if (text[at] === "`") {
      const end = templateEnd(text, at);
      return { type: "text", value: text.slice(at + 1, end - 1), end };
    }
    const pattern = startsValue(tokens.at(-1)) ? match(regex) : null;
    if (pattern) return { type: "text", value: pattern[0], end: at + pattern[0].length };
    const value = text.startsWith("...", at) ? "..." : text.charAt(at);
    return { type: "mark", value, end: at + value.length };
  }
}

/** True where a value is expected next, so that a slash begins a regular expression. */
function startsValue(previous: ModuleToken | undefined): boolean {
  if (previous === undefined) return true;
  if (previous.type === "word") return operators.has(previous.value);
  return previous.type === "mark" && ![")", "]", "}"].includes(previous.value);
}

/** Offset behind the backtick that closes the template which opens at `open`. */
function templateEnd(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length) {
    if (text[at] === "\\") at += 2;
    else if (text[at] === "`") return at + 1;
    else if (text.startsWith("${", at)) at = holeEnd(text, at + 2);
    else at += 1;
  }
  return text.length;
}

/** Offset behind the brace that closes a `${` hole whose content begins at `from`. */
function holeEnd(text: string, from: number): number {
  let depth = 1;
  let at = from;
  while (at < text.length && depth > 0) {
    quoted.lastIndex = at;
    const string = quoted.exec(text);
    if (string) at += string[0].length;
    else if (text[at] === "`") at = templateEnd(text, at);
    else {
      if (text[at] === "{") depth += 1;
      if (text[at] === "}") depth -= 1;
      at += 1;
    }
  }
  return at;
}
