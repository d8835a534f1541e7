import { equalSql, shownText, shownValue } from "./compared-column.js";
import {
  names,
  numbered,
  sameKeys,
  sideSelect,
  stacked,
  type ReadColumns,
  type Side,
} from "./sides-sql.js";

/** A comparison of rows paired by key. */
export type KeyedComparison = ReadColumns;

/** Which rows a sample is taken of; from 1 on the column of that number, as `d1` counts it. */
export const samplePart = { onlyA: 0, onlyB: -1, repeated: -2 } as const;

/**
 * One row of counts. Rows whose key is repeated on a side are taken out before the join, so that a key which is none
 * cannot multiply rows; they are compared as a multiset (`unmatched_a`, `unmatched_b`).
 */
export function keyedMeasure(comparison: KeyedComparison): string {
  const { keys, values, dialect } = comparison;
  const equal = values.map((_, i) => `p.e${String(i + 1)}`);
  const both = "p.in_a is not null and p.in_b is not null";
  const nullKey = names("k", keys.length)
    .map((k) => `p.${k} is null`)
    .join(" or ");
  // Engines differ in what counting over no rows gives.
  const countIf = (predicate: string, name: string) =>
    `coalesce(${dialect.countIf(predicate)}, 0) as ${name}`;
  const counts = [
    "count(p.in_a) as single_a",
    "count(p.in_b) as single_b",
    countIf("p.in_b is null", "only_a"),
    countIf("p.in_a is null", "only_b"),
    countIf(both, "paired"),
    countIf(`p.in_a is not null and (${nullKey})`, "null_a"),
    countIf(`p.in_b is not null and (${nullKey})`, "null_b"),
    countIf([both, `not (${["true", ...equal].join(" and ")})`].join(" and "), "changed"),
    ...equal.map((e, i) => countIf(`${both} and not ${e}`, numbered("d", i))),
  ];
  return (
    `with ${comparedRows(comparison)}\n` +
    `select m.*, r.*, u.* from (select ${counts.join(", ")} from (${withEquality(comparison)}) as p) as m\n` +
    `cross join (${repeatedCounts(comparison)}) as r\n` +
    `cross join (${unmatchedCounts(comparison)}) as u`
  );
}

/** Some rows of each of `parts`, in the order of the key: `part`, the key, `value_a` and `value_b`. */
export function keyedSample(
  comparison: KeyedComparison,
  parts: readonly number[],
  limit: number,
): string {
  const selects = [
    ...(parts.some((part) => part >= samplePart.onlyB) ? [pairSample(comparison, parts)] : []),
    ...(parts.includes(samplePart.repeated) ? [repeatedSample(comparison)] : []),
  ];
  return (
    `with ${comparedRows(comparison)}\n` +
    `select * from (\n${selects.join("\nunion all\n")}\n) as s where n <= ${String(limit)} order by part, n`
  );
}

/** `sluice_repeated`: keys that are no keys; `sluice_pairs`: all other rows, paired. */
function comparedRows(comparison: KeyedComparison): string {
  const { keys, values } = comparison;
  const k = names("k", keys.length);
  const keysOf = (side: Side) => sideSelect(side, { ...comparison, values: [] });
  const single = (side: Side) =>
    `select s.*, 1 as here from (${sideSelect(side, comparison)}) as s ` +
    `left join sluice_repeated as r on ${sameKeys(keys.length, ["s", "r"], comparison.dialect)} where r.rows_a is null`;
  const pairColumns = [
    ...k.map((name) => `coalesce(a.${name}, b.${name}) as ${name}`),
    ...values.flatMap((_, i) =>
      ["a", "b"].map((side) => `${side}.${numbered("c", i)} as ${numbered(side, i)}`),
    ),
  ];
  return (
    `sluice_repeated as (\n` +
    `  select ${k.join(", ")}, sum(in_a) as rows_a, sum(in_b) as rows_b from (\n` +
    `  ${stacked(k, keysOf("a"), keysOf("b"))}\n` +
    `  ) as u group by ${k.join(", ")} having sum(in_a) > 1 or sum(in_b) > 1\n),\n` +
    `sluice_pairs as (\n` +
    `  select a.here as in_a, b.here as in_b, ${pairColumns.join(", ")}\n` +
    `  from (${single("a")}) as a\n  full outer join (${single("b")}) as b\n` +
    `  on ${sameKeys(keys.length, ["a", "b"], comparison.dialect)}\n)`
  );
}

/** The pairs with a truth value for each column: `e1` is true where the values of the first are equal. */
function withEquality({ keys, values, dialect }: KeyedComparison): string {
  const equal = values.map((column, i) => {
    const sides = [`q.${numbered("a", i)}`, `q.${numbered("b", i)}`] as const;
    return `${equalSql(column, sides, dialect)} as ${numbered("e", i)}`;
  });
  const list = ["q.in_a", "q.in_b", ...names("k", keys.length, "q."), ...equal];
  return `select ${list.join(", ")} from sluice_pairs as q`;
}

function repeatedCounts({ keys }: KeyedComparison): string {
  const nullKey = names("k", keys.length)
    .map((k) => `${k} is null`)
    .join(" or ");
  const sum = (value: string, name: string) => `coalesce(sum(${value}), 0) as ${name}`;
  return (
    `select count(*) as repeated_keys, ${sum("rows_a", "repeated_a")}, ${sum("rows_b", "repeated_b")}, ` +
    `${sum(`case when ${nullKey} then rows_a else 0 end`, "repeated_null_a")}, ` +
    `${sum(`case when ${nullKey} then rows_b else 0 end`, "repeated_null_b")} from sluice_repeated`
  );
}

function unmatchedCounts(comparison: KeyedComparison): string {
  const { keys, values } = comparison;
  const columns = [...names("k", keys.length), ...names("c", values.length)];
  const of = (side: Side) =>
    `select t.* from (${sideSelect(side, comparison)}) as t ` +
    `join sluice_repeated as r on ${sameKeys(keys.length, ["t", "r"], comparison.dialect)}`;
  return (
    `select coalesce(sum(greatest(n_a - n_b, 0)), 0) as unmatched_a, ` +
    `coalesce(sum(greatest(n_b - n_a, 0)), 0) as unmatched_b from (\n` +
    `  select sum(in_a) as n_a, sum(in_b) as n_b from (\n  ${stacked(columns, of("a"), of("b"))}\n` +
    `  ) as u group by ${columns.join(", ")}\n) as g`
  );
}

/** Each wanted part of each pair as a row of its own, numbered in the part by key. */
function pairSample({ keys, values, dialect }: KeyedComparison, parts: readonly number[]): string {
  const wanted = parts.filter((part) => part >= samplePart.onlyB);
  const holds = (part: number): string => {
    if (part === samplePart.onlyA) return "p.in_b is null";
    if (part === samplePart.onlyB) return "p.in_a is null";
    const column = values[part - 1];
    if (!column) return "false";
    const equal = equalSql(column, [`p.a${String(part)}`, `p.b${String(part)}`], dialect);
    return `p.in_a is not null and p.in_b is not null and not ${equal}`;
  };
  const value = (side: Side) => {
    const cases = wanted.flatMap((part) => {
      const column = values[part - 1];
      return column
        ? [`when ${String(part)} then ${shownText(column, `p.${side}${String(part)}`, dialect)}`]
        : [];
    });
    return cases.length === 0
      ? dialect.cast("null", dialect.typeFor("text") ?? "varchar")
      : `case x.part ${cases.join(" ")} end`;
  };
  const k = names("k", keys.length, "p.");
  const shownKeys = keys.map(
    (column, i) => `${shownValue(column, k[i] ?? "", dialect)} as ${numbered("k", i)}`,
  );
  const chosen = wanted.map((part) => `when ${String(part)} then ${holds(part)}`).join(" ");
  return (
    `select x.part as part, ${shownKeys.join(", ")}, ${value("a")} as value_a, ${value("b")} as value_b, ` +
    `row_number() over (partition by x.part order by ${k.join(", ")}) as n\n` +
    `from sluice_pairs as p cross join (${wanted.map((part) => `select ${String(part)} as part`).join(" union all ")}) as x\n` +
    `where case x.part ${chosen} end`
  );
}

function repeatedSample({ keys, dialect }: KeyedComparison): string {
  const text = dialect.typeFor("text") ?? "varchar";
  const k = names("k", keys.length, "r.");
  const shownKeys = keys.map(
    (column, i) => `${shownValue(column, k[i] ?? "", dialect)} as ${numbered("k", i)}`,
  );
  return (
    `select ${String(samplePart.repeated)} as part, ${shownKeys.join(", ")}, ` +
    `${dialect.cast("r.rows_a", text)} as value_a, ${dialect.cast("r.rows_b", text)} as value_b, ` +
    `row_number() over (order by ${k.join(", ")}) as n from sluice_repeated as r`
  );
}
