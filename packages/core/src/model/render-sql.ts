import type { Dialect } from "../warehouse/dialect.js";
import { isSqlPart, type SqlFragment, type SqlPart } from "./sql.js";
import type { SourceText } from "./source-text.js";

/**
 * Text of a fragment with plain quoted names for refs, `$name` for parameters and literals for values. Where the
 * template's text is found in the file it was written in, positions map back to it.
 */
export function renderSql(
  fragment: SqlFragment,
  dialect: Dialect,
  file: Pick<SourceText, "file" | "fileText">,
): SourceText {
  const writer = { text: "", runs: [] as { at: number; fileAt: number }[] };
  write(fragment, { dialect, fileText: file.fileText, writer });
  return { text: writer.text, file: file.file, fileText: file.fileText, runs: writer.runs };
}

interface Rendering {
  readonly dialect: Dialect;
  readonly fileText: string;
  readonly writer: { text: string; runs: { at: number; fileAt: number }[] };
}

function write(fragment: SqlFragment, to: Rendering): void {
  const [first = ""] = fragment.strings;
  let from = first.trim() === "" ? -1 : to.fileText.indexOf("`" + first);
  for (const [index, text] of fragment.strings.entries()) {
    const opening = index === 0 ? "`" : "}";
    const found =
      from < 0 && index > 0 ? -1 : to.fileText.indexOf(opening + text, Math.max(from, 0));
    if (found >= 0 && text.trim() !== "") {
      to.writer.runs.push({ at: to.writer.text.length, fileAt: found + 1 });
      from = found + 1;
    }
    to.writer.text += text;
    if (index < fragment.values.length) writePart(fragment.values[index] ?? null, to);
  }
}

function writePart(part: SqlPart, to: Rendering): void {
  if (!isSqlPart(part)) {
    to.writer.text += to.dialect.literal(part);
    return;
  }
  switch (part.$sql) {
    case "fragment":
      write(part, to);
      return;
    case "ref":
      to.writer.text += part.name
        .split(".")
        .map((name) => to.dialect.quoteIdentifier(name))
        .join(".");
      return;
    case "parameter":
      to.writer.text += `$${part.name}`;
      return;
    case "identifier":
      to.writer.text += part.parts.map((name) => to.dialect.quoteIdentifier(name)).join(".");
  }
}
