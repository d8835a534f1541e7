/** How numbers of a file are written. */
export interface NumberFormat {
  /** Character in front of the fraction. @default "." */
  readonly decimal?: string | undefined;
  /** Character between groups of three digits. @default none */
  readonly thousands?: string | undefined;
}

/** True where numbers are written in another way than SQL writes them. */
export const hasNumberFormat = ({ decimal = ".", thousands }: NumberFormat): boolean =>
  decimal !== "." || thousands !== undefined;

/**
 * A regular expression of a whole text that is a number of the format. Groups have three digits and the first one no
 * leading zero, so that `0.001` is no number of thousands.
 */
export function numberForm({ decimal = ".", thousands }: NumberFormat): string {
  const groups = thousands === undefined ? "" : `|[1-9][0-9]{0,2}(?:[${thousands}][0-9]{3})+`;
  const whole = `(?:[0-9]+${groups})`;
  return `\\s*[+-]?(?:${whole}(?:[${decimal}][0-9]*)?|[${decimal}][0-9]+)(?:[eE][+-]?[0-9]+)?\\s*`;
}

/** A regular expression of whole numbers of the format that 64 bits have for certain. */
export function wholeForm({ thousands }: NumberFormat): string {
  const groups = thousands === undefined ? "" : `|[1-9][0-9]{0,2}(?:[${thousands}][0-9]{3}){1,5}`;
  return `\\s*[+-]?(?:[0-9]{1,18}${groups})\\s*`;
}

/** The number as SQL writes it; undefined for a text that is no number of the format. */
export function plainNumber(text: string, format: NumberFormat): string | undefined {
  if (!new RegExp(`^${numberForm(format)}$`).test(text)) return undefined;
  const { decimal = ".", thousands } = format;
  const joined = thousands === undefined ? text : text.replaceAll(thousands, "");
  return joined.replace(decimal, ".").trim();
}
