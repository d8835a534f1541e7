import { kindOf } from "../../kinds/all-kinds.js";
import { columnNamed } from "@sluice/sql/text";
import type { Dialect } from "../../warehouse/dialect.js";
import { SluiceError } from "../../base/errors/sluice-error.js";
import { boundSql, type TimeType } from "../../warehouse/bounds.js";
import { momentIn, parseMoment } from "../../time/intervals/moment.js";
import { sinceLiteral } from "../../kinds/keyed/since.js";
import type { ModelNode } from "../../project/resolve/graph.js";
import type { ValidatedGraph } from "../../project/validate/validate-project.js";
import type { LoadedTest } from "./test-file.js";

const bounds = ["start", "end", "since"] as const;

/** The last instant that every type of a time column can say. */
const latest = { integer: (2 ** 31 - 1) * 1000, other: Date.UTC(9999, 11, 31) };

/**
 * `$start`, `$end` and `$since` of a test as SQL of the time column's type, where the model uses them: what the test says,
 * else all time. Raises `DQ.TEST_INVALID` for one that the model does not use.
 */
export function testBounds(
  node: ModelNode,
  { test, where }: LoadedTest,
  { columns, graph }: Pick<ValidatedGraph, "columns" | "graph">,
): Readonly<Record<string, string>> {
  const unused = bounds.find((name) => test[name] !== undefined && !node.parameters.includes(name));
  if (unused !== undefined) {
    throw new SluiceError({
      code: "DQ.TEST_INVALID",
      message: `${node.model.name} does not use \`$${unused}\`.`,
      where,
    });
  }
  const { dialect } = graph.project.target.engine;
  const { kind: options } = node.model;
  const kind = kindOf(options);
  const time = kind.timeColumn(options) ?? "";
  const type = columnNamed(columns.get(node.model.name) ?? [], time)?.type;
  if (type === undefined) return {};
  const zone = kind.timeZone(options);
  const at = (name: "start" | "end" | "since") =>
    instant(test[name], { name, time: { type, zone }, dialect });
  const last = dialect.parseType(type).kind === "integer" ? latest.integer : latest.other;
  return {
    start: at("start") ?? dialect.lowest(type),
    end: at("end") ?? boundSql(last, { type }, dialect),
    since: at("since") ?? sinceLiteral(type, null, dialect),
  };
}

/** A date or timestamp as it is given in a test; a number is one of an integer column. */
function instant(
  given: string | number | undefined,
  of: { readonly name: string; readonly time: TimeType; readonly dialect: Dialect },
): string | undefined {
  if (given === undefined) return undefined;
  if (typeof given === "number") return of.dialect.literal(BigInt(given), of.time.type);
  return boundSql(momentIn(parseMoment(given, of.name), of.time.zone), of.time, of.dialect);
}
