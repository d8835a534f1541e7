import type { TypeProblem } from "@sluice/core/adapter";

/** Directives that DuckDB both reads and writes, with and without the flag for numbers without a leading zero. */
const known = new Set("a A b B c d f g G h H I j m M n p S T u U V w W x X y Y z Z %".split(" "));
const unpadded = new Set("d H I j m M S y".split(" "));

/** Directives of other tools, with those of DuckDB. */
const elsewhere: Readonly<Record<string, string>> = {
  D: "%m/%d/%y",
  e: "%-d",
  F: "%Y-%m-%d",
  i: "%M",
  k: "%-H",
  l: "%-I",
  L: "%g",
  N: "%n",
  P: "%p",
  q: "%g",
  r: "%I:%M:%S %p",
  R: "%H:%M",
};

const LIST = [
  "Directives are %Y %y (year), %m %B %b (month), %d (day), %j (day of the year), %A %a (weekday), %G %V %u (ISO week),",
  "%H %I %p (hour), %M (minute), %S (second), %g %f %n (milli-, micro-, nanoseconds), %z (offset), %% (percent sign);",
  "%-d %-m %-H and the like take numbers without a leading zero.",
].join(" ");

/** Directives that say a part of a date; `%c` and `%x` are whole dates. */
const year = /%-?[YyGcx]/;
const day = /%-?[jcx]|%[UVW].*%[uwaA]|%[uwaA].*%[UVW]/;
const month = /%-?[mbBh]/;
const dayOfMonth = /%-?d/;

/** Reason why DuckDB cannot read whole dates by a format, and the directives it has. */
export function timeFormatProblem(format: string): TypeProblem | undefined {
  return unknownDirective(format) ?? missingPart(format.replaceAll("%%", ""));
}

function unknownDirective(format: string): TypeProblem | undefined {
  for (const { 0: text, 1: flag, 2: letter = "", index: at } of format.matchAll(/%(-?)(.?)/gsu)) {
    if ((flag === "-" ? unpadded : known).has(letter)) continue;
    const message =
      letter === ""
        ? "a percent sign stands at its end; a percent sign itself is `%%`"
        : `there is no directive \`${text}\``;
    return { at, message, hints: hintsFor(letter, flag) };
  }
  return undefined;
}

function hintsFor(letter: string, flag: string | undefined): readonly string[] {
  if (letter === "s" || letter === "Q") {
    const convert = letter === "s" ? "to_timestamp(n)" : "make_timestamp_ms(n)";
    return [
      `Numbers that count from 1970 are no written dates: declare the column as bigint and convert it in a query, \`${convert}\`.`,
      LIST,
    ];
  }
  const other = flag === "-" && known.has(letter) ? `%${letter}` : elsewhere[letter];
  return [...(other === undefined ? [] : [`DuckDB writes \`${other}\`.`]), LIST];
}

/** The engine fills in 1900, January and the first where a format does not say them. */
function missingPart(format: string): TypeProblem | undefined {
  const example = "Write the whole date, such as `%d/%m/%Y`, or declare the column as text.";
  const problem = (message: string, hint = example) => ({ at: 0, message, hints: [hint] });
  if (!year.test(format)) return problem("it has no year (`%Y` or `%y`)");
  if (!day.test(format)) {
    if (!month.test(format)) return problem("it has no month (`%m`, `%b` or `%B`)");
    if (!dayOfMonth.test(format)) return problem("it has no day (`%d`)");
  }
  if (/%-?I/.test(format) && !format.includes("%p"))
    return problem(
      "`%I` counts hours to 12, and no `%p` says which half of the day",
      "Add `%p`, or write `%H` for hours that count to 24.",
    );
  return undefined;
}
