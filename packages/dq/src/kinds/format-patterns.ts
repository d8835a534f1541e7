const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const h16 = "[0-9A-Fa-f]{1,4}";
const date = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";
const time = "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::(?:[0-5][0-9]|60)(?:\\.[0-9]{1,9})?)?";
const zone = "(?:Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])";
const label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const host = `${label}(?:\\.${label})*`;

/** The eight groups of an IPv6 address, with `::` for one run of zeros (RFC 4291, without embedded IPv4). */
const ipv6 = [
  `(?:${h16}:){7}${h16}`,
  `(?:${h16}:){1,7}:`,
  ...[1, 2, 3, 4, 5, 6].map((n) => `(?:${h16}:){1,${7 - n}}(?::${h16}){1,${n}}`),
  `:(?:(?::${h16}){1,7}|:)`,
].join("|");

/** Regular expressions in the common subset of RE2 and JavaScript, to be matched over the whole text. */
const patterns = {
  /** Local part and domain as the HTML standard's email field accepts them, with a dot in the domain. */
  email: `[A-Za-z0-9.!#$%&'*+/=?^_\`{|}~-]+@${label}(?:\\.${label})+`,
  uuid: "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
  url: `(?:https?|ftp)://(?:[^\\s/?#@]+@)?(?:${host}|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?(?:[/?#][^\\s]*)?`,
  ipv4: `${octet}(?:\\.${octet}){3}`,
  ipv6,
  mac: "[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}",
  /** E.164 digits, with an optional plus and the separators people write. */
  phone: "\\+?(?:[0-9]|\\([0-9]+\\))(?:[ .-]?(?:[0-9]|\\([0-9]+\\))){5,14}",
  iso_date: date,
  iso_time: `${time}${zone}?`,
  iso_datetime: `${date}[T ]${time}${zone}?`,
  integer: "[+-]?[0-9]+",
  number: "[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?",
  slug: "[a-z0-9]+(?:-[a-z0-9]+)*",
} as const;

/** A form that `format` knows. */
export type FormatName = keyof typeof patterns;

/** All forms that `format` knows. */
export const formatNames = Object.keys(patterns) as [FormatName, ...FormatName[]];

/** The regular expression of a form, anchored at both ends. */
export function formatPattern(name: FormatName): string {
  return `^(?:${patterns[name]})$`;
}
