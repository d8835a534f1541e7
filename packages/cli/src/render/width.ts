// eslint-disable-next-line no-control-regex
const ansi = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;
const plainAscii = /^[\x20-\x7e]*$/;
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const pictograph = /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\u{FE0F})/u;
/** East Asian Wide and Fullwidth blocks (Unicode Standard Annex 11), merged. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1b000, 0x1b2ff],
  [0x20000, 0x3fffd],
];

let segmenter: Intl.Segmenter | undefined;

function graphemes(text: string): string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

function graphemeWidth(grapheme: string): number {
  const code = grapheme.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 0;
  if (zeroWidth.test(String.fromCodePoint(code))) return 0;
  if (pictograph.test(grapheme)) return 2;
  return wide.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

/** Removes colours and cursor movements. */
export function stripAnsi(text: string): string {
  return text.replace(ansi, "");
}

/** Terminal cells a text takes; colours count nothing, CJK and emoji two. */
export function displayWidth(text: string): number {
  const plain = stripAnsi(text);
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
