import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { FileOptions, SeedOptions } from "../../model/kind.js";
import type { Model, Source } from "../../model/model.js";
import type { FileFormat } from "../../warehouse/dialect.js";
import { placeOfOption } from "./option-place.js";

const texts: readonly FileFormat[] = ["csv", "tsv"];
const all: readonly FileFormat[] = [...texts, "json", "ndjson", "parquet"];

/** The formats that have an option; the guide's table of options says the same. */
export const optionFormats: Readonly<
  Record<Exclude<keyof FileOptions, "format">, readonly FileFormat[]>
> = {
  delimiter: texts,
  quote: texts,
  escape: texts,
  header: texts,
  null_values: texts,
  quoted_nulls: texts,
  decimal: texts,
  thousands: texts,
  encoding: [...texts, "json", "ndjson"],
  skip: texts,
  sample: texts,
  all_text: texts,
  date_format: all,
  timestamp_format: all,
  union_by_name: all,
};

/** Next steps for an option in a format that lacks it. */
const instead: Partial<Readonly<Record<keyof FileOptions, string>>> = {
  null_values: "Remove it: the format has nulls of its own. Turn others into null in a query.",
  quoted_nulls: "Remove it: the format has nulls of its own. Turn others into null in a query.",
  decimal: "Remove it: numbers of the format have a type. Convert texts in a query.",
  thousands: "Remove it: numbers of the format have a type. Convert texts in a query.",
  sample: "Remove it: fields behind the sample would be lost.",
  all_text: "Remove it, and declare the columns that are to be text with `type: varchar`.",
};

/** Options that have no effect on files of this format, at their places. */
export function optionProblems(
  options: SeedOptions,
  format: FileFormat,
  relation: Model | Source,
): readonly Diagnostic[] {
  const without = (name: keyof FileOptions, reason: string, hint: string) =>
    diagnostic({
      code: "MODEL.INVALID",
      message: `\`${name}\` has no effect: ${reason}.`,
      where: placeOfOption(relation, name),
      hints: [hint],
    });
  const foreign = Object.entries(optionFormats).flatMap(([key, formats]) => {
    const name = key as keyof typeof optionFormats;
    if (options[name] === undefined || formats.includes(format)) return [];
    const reason = `it is for ${formats.join(" and ")}, and the format is ${format}`;
    return [without(name, reason, instead[name] ?? `Remove \`${name}\`, or correct \`format\`.`)];
  });
  const { decimal = ".", thousands, all_text, sample } = options;
  const isSame = thousands !== undefined && thousands === decimal;
  const isOneFile = options.union_by_name !== undefined && !options.file.includes("*");
  return [
    ...foreign,
    ...(isSame && foreign.length === 0
      ? [
          without(
            "thousands",
            `\`${decimal}\` stands in front of the fraction`,
            decimal === "."
              ? 'Say what does: `decimal: ","`.'
              : "Give the character between thousands.",
          ),
        ]
      : []),
    ...(all_text === true && sample !== undefined
      ? [without("sample", "`all_text` guesses no types", "Remove one of the two.")]
      : []),
    ...(isOneFile
      ? [without("union_by_name", "`file` is one file", "Remove it, or write a pattern with `*`.")]
      : []),
  ];
}
