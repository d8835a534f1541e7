/** A token of a line of JSON. */
export interface JsonToken {
  readonly type: "punctuation" | "string" | "scalar";
  readonly text: string;
  /** Character of the line, counted from 1. */
  readonly column: number;
}

/** A text that is no token of JSON. */
export interface BadToken {
  readonly type: "bad";
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

const space = /[ \t\r]*/y;
/** Characters of a text that stand for themselves: neither quotes, backslashes nor control characters. */
const plain = "[ !#-\\[\\]-\\u{10FFFF}]*";
const escape = '\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4})';
const string = new RegExp(`"${plain}(?:${escape}${plain})*"`, "uy");
const beginningOfString = new RegExp(`"${plain}(?:${escape}${plain})*`, "uy");
// Readers of JSON take NaN and infinities as numbers.
const scalar =
  /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|-?(?:NaN|Inf(?:inity)?))(?![\w.+-])/iy;
const high = "\\\\u[dD][89abAB][0-9a-fA-F]{2}";
const low = "\\\\u[dD][c-fC-F][0-9a-fA-F]{2}";
const halfCharacter = new RegExp(`${high}(?!${low})|(?<!${high})${low}`);

/** The tokens of a line, up to its end or to the first text that is none. */
export function* jsonTokens(line: string): Generator<JsonToken | BadToken> {
  const match = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at;
    return pattern.exec(line)?.[0] ?? "";
  };
  for (let at = match(space, 0).length; at < line.length;) {
    const column = at + 1;
    const first = line.charAt(at);
    const isPunctuation = "{}[]:,".includes(first);
    const type = isPunctuation ? "punctuation" : first === '"' ? "string" : "scalar";
    const text = isPunctuation ? first : match(type === "string" ? string : scalar, at);
    const wrong = text === "" ? wrongAt(line.slice(at)) : wrongHalf(text);
    if (wrong) {
      yield { type: "bad", column: column + wrong.at, message: wrong.message, hint: wrong.hint };
      return;
    }
    yield { type, text, column };
    at += text.length;
    at += match(space, at).length;
  }
}

interface Wrong {
  /** Characters before it in the token. */
  readonly at: number;
  readonly message: string;
  readonly hint: string;
}

const escapes =
  'Escapes are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits.';

function wrongAt(text: string): Wrong {
  if (text.startsWith('"')) return wrongString(text);
  if (text.startsWith("'"))
    return { at: 0, message: "A text stands in single quotes.", hint: "Write double quotes." };
  if (/^(?:\/[/*]|#|--)/.test(text))
    return { at: 0, message: "A comment stands here.", hint: "Remove it: JSON has no comments." };
  const word = shortened(/^[^\s{}[\]:,"]+/.exec(text)?.[0] ?? text.charAt(0));
  if (/^[+-]?\.?\d/.test(text)) {
    const hint =
      "Numbers have no plus, no leading zero and digits on both sides of a point: 12, -0.5, 1e3.";
    return { at: 0, message: `\`${word}\` is no number of JSON.`, hint };
  }
  const hint = "Texts stand in double quotes; other values are numbers, true, false and null.";
  return { at: 0, message: `\`${word}\` is no value of JSON.`, hint };
}

function wrongString(text: string): Wrong {
  beginningOfString.lastIndex = 0;
  const at = beginningOfString.exec(text)?.[0].length ?? 0;
  const rest = text.slice(at, at + 2);
  if (/^\\./u.test(rest))
    return { at, message: `\`${rest}\` is no escape of JSON.`, hint: escapes };
  if (rest !== "" && !rest.startsWith("\\")) {
    const code = (rest.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
    const message = `A text has the control character U+${code.toUpperCase()}.`;
    return { at, message, hint: `Write it as \\u${code}.` };
  }
  const message = "A text begins that is not closed in its line.";
  return { at: 0, message, hint: "Close it with a double quote; a line end in a text is \\n." };
}

/** Half of a character that is written as two escapes. */
function wrongHalf(text: string): Wrong | undefined {
  // An escaped backslash begins no other escape.
  const found = halfCharacter.exec(text.replaceAll("\\\\", "  "));
  if (!found) return undefined;
  const message = `\`${found[0]}\` is half of a character.`;
  return { at: found.index, message, hint: "Write both halves, or the character itself." };
}

/** A text as it stands in a message. */
export const shortened = (text: string): string =>
  text.length <= 40 ? text : `${text.slice(0, 39)}…`;
