import { endOfBlockComment, endOfLine, type Lexis, tokenize } from "@sluice/sql/text";

/** Something wrong with where a header stands, at an offset in the file. */
export interface HeaderFault {
  readonly at: number;
  readonly message: string;
  readonly hint: string;
}

/** The header of a model's file: its YAML between two offsets, and where the query begins. */
export interface HeaderComment {
  /** Undefined where the file has no header. */
  readonly yaml?: { readonly start: number; readonly end: number } | undefined;
  readonly bodyAt: number;
  readonly faults: readonly HeaderFault[];
}

/** The word `model`, then a line of its own or the first key; in any letter case. */
const opening = /\/\*+[^\S\n]*(model|seed|source)[^\S\n]*(?:\r?\n|#|(?=\*\/|\w+[^\S\n]*:|\{))/iy;
const lines = /--+[^\S\n]*(?:model|seed|source)[^\S\n]*\r?\n--+[^\S\n]*\w+[^\S\n]*:/iy;
const anywhere = /\/\*+[^\S\n]*(?:model|seed|source)\b|--+[^\S\n]*(?:model|seed|source)\s*\n/i;

/** Finds the header of a file: the first comment of its form before the query. Others are faults. */
export function findHeader(text: string, lexis: Lexis): HeaderComment {
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  if (!anywhere.test(text)) return { bodyAt: start, faults: [] };
  const found = leadingComments(text, start, lexis).find(({ at }) => matches(opening, text, at));
  if (!found) return { bodyAt: start, faults: strayHeaders({ text, from: start, lexis }, below) };
  const { at } = found;
  const yamlAt = at + (matches(opening, text, at)?.[0].length ?? 0);
  const end = text.indexOf("*/", yamlAt);
  if (end < 0) {
    const unclosed = {
      at,
      message: "The header comment is not closed.",
      hint: "End it with `*/`.",
    };
    return { bodyAt: text.length, faults: [unclosed] };
  }
  const yaml = { start: yamlAt, end };
  const [, type = ""] = matches(opening, text, at) ?? [];
  if (type.toLowerCase() !== "model") return { bodyAt: end + 2, faults: [wrongType(type, at)] };
  if (hasClosingMark(text.slice(end + 2), lexis))
    return { yaml, bodyAt: text.length, faults: [endedEarly(text, end)] };
  return { yaml, bodyAt: end + 2, faults: strayHeaders({ text, from: end + 2, lexis }, second) };
}

/** The fault of a header that the end of a comment inside it cuts off at `end`. */
export function endedEarly(text: string, end: number): HeaderFault {
  return {
    at: end,
    message: "`*/` inside the header ends it.",
    hint: /^\*\/\d/.test(text.slice(end))
      ? "In a cron write the range that is stepped through, `0-59/15` for `*/15` in minutes, `0-23/6` for `*/6` in hours."
      : "Write the text without `*/`; the header ends at the first one, in quotes too.",
  };
}

/** Comments in front of the query. */
function leadingComments(
  text: string,
  from: number,
  { lineComments, nestedComments }: Lexis,
): readonly { readonly at: number }[] {
  const found: { at: number }[] = [];
  for (let at = from; ;) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    if (lineComments.some((mark) => text.startsWith(mark, at))) {
      found.push({ at });
      at = endOfLine(text, at);
    } else if (text.startsWith("/*", at)) {
      found.push({ at });
      const end = matches(opening, text, at) ? -1 : endOfBlockComment(text, at, nestedComments);
      if (end < 0) return found;
      at = end;
    } else return found;
  }
}

/** Comments that look like a header, in a query or after one. */
function strayHeaders(
  { text, from, lexis }: { readonly text: string; readonly from: number; readonly lexis: Lexis },
  fault: typeof below,
): readonly HeaderFault[] {
  const body = text.slice(from);
  const tokens = tokenize(body, lexis);
  const gaps = [0, ...tokens.map(({ end }) => end)];
  return gaps.flatMap((start, i) =>
    leadingComments(body.slice(0, tokens[i]?.start), start, lexis).flatMap(
      ({ at }): HeaderFault[] => {
        if (matches(lines, body, at)) return [{ at: from + at, ...asLines }];
        return matches(opening, body, at) ? [{ at: from + at, ...fault }] : [];
      },
    ),
  );
}

const below = {
  message: "The header stands below the beginning of the query, where it is not read.",
  hint: "Move it to the top of the file.",
};
const second = {
  message: "The file has a second header.",
  hint: "Join the two; a file defines one model.",
};
const asLines = {
  message: "The header is written in line comments, which are not read.",
  hint: "Write it as one block comment: `/* model`, its keys on lines of their own, `*/`.",
};

function wrongType(type: string, at: number): HeaderFault {
  return {
    at,
    message: `A .sql file defines a model, and its header says \`${type}\`.`,
    hint: `Write \`/* model\`, or define a ${type.toLowerCase()} in a file such as models/raw/orders.${type.toLowerCase()}.yaml.`,
  };
}

/** True where a comment ends that has not begun. */
function hasClosingMark(body: string, lexis: Lexis): boolean {
  // An engine may read the two characters as one operator, or as two.
  return tokenize(body, lexis).some(
    ({ kind, start, end }) => kind === "operator" && body.slice(start, end + 1).includes("*/"),
  );
}

function matches(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
