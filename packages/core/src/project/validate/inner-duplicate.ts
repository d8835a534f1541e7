import { foldName, type Lexis, type SqlLanguage, tokenize } from "@sluice/sql/text";
import { diagnostic, type Diagnostic, type Place } from "../../base/errors/sluice-error.js";
import { type LineageInput, renamedColumn } from "@sluice/sql/lineage";
import type { Model } from "../../model/model.js";
import { placeInFile } from "../../model/source-text.js";
import type { ScratchProvider } from "../resolve/parse-models.js";
import { treeReader } from "../../warehouse/query-reader.js";

/**
 * The finding about a column that a query reads by a name which the engine made up, at its place in the text; undefined
 * without one.
 */
export async function innerDuplicate(
  model: Model,
  input: Omit<LineageInput, "model">,
  using: { readonly language: SqlLanguage; readonly scratch: ScratchProvider },
): Promise<Diagnostic | undefined> {
  const [tree] = await treeReader(using.scratch)([input.sql]);
  const found = tree && renamedColumn(input, tree, using.language);
  if (found === undefined) return undefined;
  const { given, name } = found;
  const shown = input.columns.find((column) => foldName(column) === name) ?? name;
  return diagnostic({
    code: "MODEL.COLUMN_DUPLICATE",
    message: `A CTE or subquery of ${model.name} gives two columns \`${given}\`, and \`${shown}\`, which is read, is the engine's name for the second.`,
    where: {
      file: model.path,
      model: model.name,
      ...placeOfName(input.sql, name, using.language.lexis),
    },
    hints: [
      "Rename one of them with `as` in the inner query, or list its columns in place of `*`.",
    ],
  });
}

/** Line and column of the first place of a name in a text. */
function placeOfName(sql: string, name: string, lexis: Lexis): Pick<Place, "line" | "column"> {
  const found = tokenize(sql, lexis).find(
    ({ kind, text }) =>
      (kind === "word" && foldName(text) === name) ||
      (kind === "quoted" && foldName(text.slice(1, -1)) === name),
  );
  if (found === undefined) return {};
  const { line, column } = placeInFile({ file: "", fileText: sql }, found.start);
  return { line, column };
}
