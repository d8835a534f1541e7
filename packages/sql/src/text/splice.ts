import type { Span } from "./span.js";

/** A replacement of one span of a text. */
export interface Edit extends Span {
  readonly text: string;
}

/** A text with replacements made, and the way back to the positions of the original. */
export interface SplicedText {
  readonly text: string;
  /** Offset in the original for an offset in `text`; inside a replacement, the start of what it replaced. */
  readonly toOriginal: (offset: number) => number;
}

/** Replaces spans that do not overlap; everything between them stays byte for byte. */
export function splice(original: string, edits: readonly Edit[]): SplicedText {
  const ordered = [...edits].sort((a, b) => a.start - b.start);
  const taints: { readonly at: number; readonly original: number; readonly verbatim: boolean }[] = [
    { at: 0, original: 0, verbatim: true },
  ];
  let text = "";
  let from = 0;
  for (const edit of ordered) {
    text += original.slice(from, edit.start);
    taints.push({ at: text.length, original: edit.start, verbatim: false });
    text += edit.text;
    taints.push({ at: text.length, original: edit.end, verbatim: true });
    from = edit.end;
  }
  text += original.slice(from);
  return {
    text,
    toOriginal: (offset) => {
      const mark = taints.findLast((m) => m.at <= offset) ?? { at: 0, original: 0, verbatim: true };
      return mark.verbatim ? mark.original + offset - mark.at : mark.original;
    },
  };
}

/** A text between two others, positions in which still lead back to the original. */
export function surround(before: string, inner: SplicedText, after: string): SplicedText {
  return {
    text: before + inner.text + after,
    toOriginal: (offset) => inner.toOriginal(Math.max(0, offset - before.length)),
  };
}
