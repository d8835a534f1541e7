import type { EvolvingOptions } from "../../model/kind.js";
import { sameName } from "@sluice/sql/text";
import type { RetypedColumn } from "./compare-columns.js";
import type { Decision, EvolutionInput } from "./decide.js";

type Policy = NonNullable<EvolvingOptions["on_schema_change"]>;

/** Edits of a refused model with which it can be built, each by itself: those that keep most come first. */
export function waysOut(
  input: EvolutionInput,
  retyped: readonly RetypedColumn[],
  decide: (policy: Policy) => Decision,
): readonly string[] {
  return [
    ...textCasts(input, retyped),
    ...(["append", "sync"] as const).flatMap((policy) => policyHint(policy, input, decide)),
    ...renames(input, retyped),
    rebuildHint,
  ];
}

/** The way out that is always there. */
export const rebuildHint =
  "Or set `on_schema_change: rebuild`: the table is built anew from what the query gives now, and loses what that no longer gives.";

/** A column of text takes the value of any type as it reads. */
function textCasts(
  { dialect, policy, keepsRows }: EvolutionInput,
  retyped: readonly RetypedColumn[],
): readonly string[] {
  const isText = ({ from }: RetypedColumn) => dialect.parseType(from).kind === "text";
  if (policy === "fail" || retyped.length === 0 || !retyped.every(isText)) return [];
  const casts = retyped.map(({ name, from }) => `\`cast(${name} as ${from}) as ${name}\``);
  return [`${editText({ keepsRows })} ${casts.join(" and ")} in the query.`];
}

function policyHint(
  policy: "append" | "sync",
  input: EvolutionInput,
  decide: (policy: Policy) => Decision,
): readonly string[] {
  if (policy === input.policy) return [];
  const decision = decide(policy);
  if (decision.kind === "refused") return [];
  const lost = decision.kind === "evolve" ? decision.destructive : [];
  const text =
    policy === "append"
      ? "columns are added and types become wider; no column is dropped"
      : `the table gets exactly the columns of the query, and no value of them changes${lost.length > 0 ? ` (${lost.join("; ")})` : ""}`;
  return [`Set \`on_schema_change: ${policy}\`: ${text}.`];
}

/** Rules of a model for other columns, as far as the advice depends on them. */
export type EvolutionRules = Pick<
  EvolutionInput,
  "policy" | "essential" | "named" | "keepsRows" | "comparesRows"
>;

/** An edit builds a table anew where nothing says that its rows are kept. */
function editText({ keepsRows = false }: Pick<EvolutionRules, "keepsRows">): string {
  return keepsRows
    ? "Write"
    : "Set `forward_only: true`, which keeps the rows there are, and write";
}

/** Under another name the new values get a column of their own, beside the old one. */
export function renames(
  { policy, essential = [], named = [], keepsRows }: EvolutionRules,
  retyped: readonly RetypedColumn[],
): readonly string[] {
  const isNamed = ({ name }: RetypedColumn) =>
    [...essential, ...named].some((one) => sameName(one, name));
  if (policy !== "append" || retyped.length === 0 || retyped.some(isNamed)) return [];
  const renamed = retyped.map(({ name }) => `\`${name} as ${name}_new\``);
  return [
    `${editText({ keepsRows })} ${renamed.join(" and ")} in the query: the old column stays with the values it has.`,
  ];
}
