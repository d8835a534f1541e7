import { stripVTControlCharacters } from "node:util";
import { eastAsianWidth } from "get-east-asian-width";

const plainAscii = /^[\x20-\x7e]*$/;
const emoji =
  /^(?:\p{RI}{2}|(?!\p{RI})\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|[\d#*]\uFE0F?\u20E3)/u;
const visibleCharacter = /[^\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Cs}]/u;
/** Characters with cells of their own although they extend the character before them. */
const spacing = /[\p{Mc}\uff00-\uffef]/u;

/** Made when a text needs it: making it takes longer than reading this file. */
let segmenter: Intl.Segmenter | undefined;

function graphemes(text: string): string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

function graphemeWidth(grapheme: string): number {
  if (emoji.test(grapheme)) return 2;
  const [base, ...marks] = grapheme.slice(grapheme.search(visibleCharacter));
  if (base === undefined || !visibleCharacter.test(base)) return 0;
  return [base, ...marks.filter((mark) => spacing.test(mark))].reduce(
    (sum, character) => sum + eastAsianWidth(character.codePointAt(0) ?? 0),
    0,
  );
}

/** Terminal cells a text takes; colours count nothing, CJK and emoji two. */
export function displayWidth(text: string): number {
  const plain = stripVTControlCharacters(text);
  if (plainAscii.test(plain)) return plain.length;
  return graphemes(plain).reduce((sum, g) => sum + graphemeWidth(g), 0);
}

/** Cuts uncoloured text to `width` cells, the last one an ellipsis where something was cut. */
export function truncate(text: string, width: number): string {
  if (text.length <= width && plainAscii.test(text)) return text;
  if (displayWidth(text) <= width) return text;
  if (width <= 0) return "";
  if (plainAscii.test(text)) return `${text.slice(0, width - 1)}…`;
  let out = "";
  let used = 0;
  for (const grapheme of graphemes(text)) {
    const cells = graphemeWidth(grapheme);
    if (used + cells > width - 1) break;
    out += grapheme;
    used += cells;
  }
  return `${out}…`;
}

/** Fills with spaces to `width` cells. */
export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const fill = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "left" ? text + fill : fill + text;
}

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
// eslint-disable-next-line no-control-regex
const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Control characters made visible, so that data can neither break a line nor drive the terminal. */
export function visible(text: string): string {
  return text.replace(
    unsafe,
    (c) => shortEscapes[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** As `visible`, line breaks and tabs kept. */
export function visibleLines(text: string): string {
  return text
    .replace(/\r\n/g, "\n")
    .replace(unsafe, (c) => (c === "\n" || c === "\t" ? c : visible(c)));
}
