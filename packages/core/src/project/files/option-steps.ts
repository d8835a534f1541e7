import type { FileRead } from "../../warehouse/dialect.js";
import { plainNumber, type NumberFormat } from "../../warehouse/number-form.js";

interface Refused {
  readonly name: string;
  readonly value: string;
  readonly read: FileRead;
}

const isText = ({ format }: FileRead) => format === "csv" || format === "tsv";
/** An option with its value; spaces that look like another one as escapes. */
const option = (key: string, value: string) => {
  const text = JSON.stringify(value).replace(
    /[\u00a0\u202f]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `\`${key}: ${text}\``;
};

/** Texts by which other programs write null. */
const nulls = /^(?:null|none|nil|na|n\/a|#n\/a|nan|-+|\?|\.|\\n)$/i;

/** Next step for a text that means null to other programs; undefined for any other. */
export function nullStep({ value, read }: Refused): string | undefined {
  if (!isText(read)) return undefined;
  if (value === "" || (read.nullValues ?? []).includes(value))
    return "A null in quotes is read as null with `quoted_nulls: true`.";
  return nulls.test(value)
    ? `Say that it means null: \`null_values: [${JSON.stringify(value)}]\`.`
    : undefined;
}

const separators = [",", ".", "'", "\u2019", "_", " ", "\u00a0", "\u202f"];
/** Formats of numbers, the simplest first. */
const formats: readonly NumberFormat[] = [
  { decimal: "," },
  ...separators.filter((thousands) => thousands !== ".").map((thousands) => ({ thousands })),
  ...separators
    .filter((thousands) => thousands !== ",")
    .map((thousands) => ({ decimal: ",", thousands })),
];

/** Next step for a number in another format than that of its file: the options that read it. */
export function formatStep(
  { name, value, read }: Refused,
  { isWhole }: { readonly isWhole: boolean },
): string | undefined {
  const found = formats.flatMap((format) => {
    const number = plainNumber(value, format);
    return number === undefined ? [] : [{ format, number }];
  });
  const [first, second] = found;
  if (first === undefined) return undefined;
  if (!isText(read))
    return "Write numbers without separators of thousands and with a point before the fraction: 1234.5.";
  // `1,234` is a number by two formats, and only people know which.
  const isOpen = second !== undefined && size(second.format) === size(first.format);
  const texts = (isOpen ? [first, second] : [first]).map(
    ({ format, number }) => `${optionsOf(format)} (${number})`,
  );
  const type =
    isWhole && !isOpen && !/^[+-]?\d+(?:\.0*)?$/.test(first.number)
      ? `, and declare a type that has it: \`${name}: { type: double }\``
      : "";
  return `Say how numbers are written: ${texts.join(" or ")}${type}.`;
}

const size = (format: NumberFormat) => Object.keys(format).length;

function optionsOf({ decimal, thousands }: NumberFormat): string {
  return [
    ...(decimal === undefined ? [] : [option("decimal", decimal)]),
    ...(thousands === undefined ? [] : [option("thousands", thousands)]),
  ].join(" and ");
}
