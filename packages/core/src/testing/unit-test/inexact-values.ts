import type { RelationRef, TypeKind } from "../../warehouse/dialect.js";
import type { Row } from "../../warehouse/values.js";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { invalidRows, labelOf, POSITION, type Fixture, type RowSource } from "./fixture.js";

/** Refuses the first text that is not exactly a value of its column's type. */
export async function refuseInexact(
  fixture: Fixture,
  source: RowSource & { readonly table: RelationRef },
  engine: WarehouseAdapter,
): Promise<void> {
  const { dialect } = engine;
  const texts = source.columns.flatMap(({ isText, ...column }, i) =>
    isText ? [{ ...column, text: `t${i}`, value: `v${i}`, lost: `lost${i}`, cast: `c${i}` }] : [],
  );
  if (texts.length === 0) return;
  const q = (name: string) => dialect.quoteIdentifier(name);
  const isLost = (column: { readonly text: string; readonly value: string }) =>
    `(${q(column.text)} is not null and ${q(column.value)} is null)`;
  const parts = texts.flatMap((column) => {
    const { text, lost, cast, type } = column;
    const changed = dialect.cast(dialect.tryCast(q(text), type), dialect.typeFor("text") ?? "text");
    const tried = `case when ${isLost(column)} then ${changed} end as ${q(cast)}`;
    return [q(text), `${isLost(column)} as ${q(lost)}`, tried];
  });
  const sql = `select ${[q(POSITION), ...parts].join(", ")} from ${dialect.relation(source.table)} where ${texts.map(isLost).join(" or ")} order by ${q(POSITION)} limit 1`;
  for await (const row of engine.query(sql)) {
    const lost = texts.find(({ lost: isIn }) => row[isIn] === true);
    if (lost === undefined) continue;
    const position = Number(row[POSITION]);
    throw invalidRows(fixture, {
      message: `Row ${position} of \`${labelOf(fixture)}\`: \`${lost.name}\` is ${lost.type} and ${fault(row, lost)}.`,
      where: source.placeOf(position, lost.name),
      hints: [hints[dialect.parseType(lost.type).kind] ?? "Write a value of that type."],
    });
  }
}

/** Fault of a text that is not exactly a value: no value at all, or another one after a plain cast. */
function fault(row: Row, { text, cast }: { readonly text: string; readonly cast: string }): string {
  const [written, changed] = [row[text], row[cast]].map((value) =>
    typeof value === "string" ? value : undefined,
  );
  return changed === undefined || changed === written
    ? `\`${written ?? ""}\` is no value of that type`
    : `would change \`${written ?? ""}\` to \`${changed}\``;
}

const numberHint = "Write a number that the type holds, with no more digits than it has.";
const hints: Partial<Readonly<Record<TypeKind, string>>> = {
  boolean: "Write true or false.",
  integer: "Write a whole number in the range of the type.",
  bigint: "Write a whole number in the range of the type.",
  decimal: numberHint,
  float: numberHint,
  date: "Write a date without a time, such as 2024-01-31.",
  time: "Write a time such as 10:00:00, with no more digits of a second than the type has.",
  timestamp:
    "Write a timestamp such as 2024-01-31 10:00:00, with no more digits of a second than the type has.",
  timestamptz:
    "Write a timestamp such as 2024-01-31 10:00:00+00, with no more digits of a second than the type has.",
  interval: "Write whole units, such as 1 month 3 days.",
  enum: "Write one of the values of the type.",
  json: "Write valid JSON.",
  list: "Every element must be a value of its type.",
  struct: "Every field must be a value of its type.",
  map: "Every key and value must be of its type.",
};
