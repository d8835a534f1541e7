import type { Place } from "../base/errors/sluice-error.js";

/** A piece of text that maps back to the file it was written in. */
export interface SourceText {
  readonly text: string;
  /** Path relative to the project, forward slashes. */
  readonly file: string;
  /** The whole file, for frames. */
  readonly fileText: string;
  /**
   * Runs of `text` that stand verbatim in the file, ascending: from `at` (offset in `text`) on, text equals the file
   * from `fileAt` on, until the next run. Offsets count UTF-16 code units.
   */
  readonly runs: readonly { readonly at: number; readonly fileAt: number }[];
}

/** A text that is the file's own from `start` on. */
export function verbatim(file: string, fileText: string, start = 0): SourceText {
  return { text: fileText.slice(start), file, fileText, runs: [{ at: 0, fileAt: start }] };
}

/** Place in the user's file of an offset in a text, with a frame. */
export function placeOf(source: SourceText, offset: number, model?: string): Place {
  const run = source.runs.findLast((r) => r.at <= offset) ?? source.runs[0];
  if (!run) return { file: source.file, model };
  return placeInFile(source, Math.min(run.fileAt + offset - run.at, source.fileText.length), model);
}

/** Place of an offset in the file itself. */
export function placeInFile(
  source: Pick<SourceText, "file" | "fileText">,
  offset: number,
  model?: string,
): Place {
  const before = source.fileText.slice(0, offset);
  const line = before.split("\n").length;
  const lineStart = before.lastIndexOf("\n") + 1;
  const lineEnd = source.fileText.indexOf("\n", offset);
  const lineText = source.fileText.slice(lineStart, lineEnd < 0 ? undefined : lineEnd);
  const column = offset - lineStart + 1;
  return { file: source.file, line, column, model, frame: frame(lineText, line, column) };
}

/** Characters of a line that an excerpt shows. */
const excerptWidth = 100;

/** `12 | select nam from x` with a caret under the column; of a long line, the part around the caret. */
export function frame(lineText: string, line: number, column: number): string {
  const text = lineText.replace(/\r$/, "");
  const gutter = `${String(line)} | `;
  const { shown, at } = excerpt(text, column - 1);
  const pad = shown.slice(0, at).replace(/[^\t]/g, " ");
  return `${gutter}${shown}\n${" ".repeat(gutter.length)}${pad}^`;
}

/** The part of a line around an offset, with an ellipsis where it is cut, and the offset in that part. */
function excerpt(text: string, offset: number): { readonly shown: string; readonly at: number } {
  if (text.length <= excerptWidth) return { shown: text, at: offset };
  const last = text.length - excerptWidth;
  const start = wholeCharacter(text, Math.max(0, Math.min(offset - excerptWidth / 2, last)));
  const end = wholeCharacter(text, start + excerptWidth);
  const before = start > 0 ? "…" : "";
  const after = end < text.length ? "…" : "";
  return { shown: before + text.slice(start, end) + after, at: offset - start + before.length };
}

/** The offset, or the one after it where it would part a surrogate pair. */
function wholeCharacter(text: string, offset: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(offset)) ? offset + 1 : offset;
}

/** Offset in `text` of a 1-based line and column. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i += 1) {
    const next = text.indexOf("\n", start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  return Math.min(start + column - 1, text.length);
}
