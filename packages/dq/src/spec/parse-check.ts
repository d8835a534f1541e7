import type { CheckContext, CheckParseResult, CheckSpec } from "@sluice/core";
import { diagnostic, type Diagnostic } from "@sluice/core/adapter";
import { queryOf } from "../compile/author-sql.js";
import { allKinds } from "../kinds/all-kinds.js";
import type { Kind, ParsedCheck } from "./kind.js";
import { checkMeant } from "./checks-elsewhere.js";
import { didYouMean } from "./did-you-mean.js";

/** Validates a spec for core: the check, or a `DQ.CHECK_INVALID` diagnostic at the spec's place. */
export function parseCheck(spec: CheckSpec, context: CheckContext): CheckParseResult {
  const parsed = readSpec(spec, context);
  if ("code" in parsed) return { ok: false, diagnostic: parsed };
  const { name, reads, options, perRow, perGroup, readsClock, texts } = parsed;
  const queries = texts.map(queryOf);
  const { severity } = options;
  const { type } = spec;
  return {
    ok: true,
    check: { name, type, severity, perRow, perGroup, readsClock, reads, queries, spec },
  };
}

/** Validates a spec for the engine itself. */
export function readSpec(spec: CheckSpec, context: CheckContext): ParsedCheck | Diagnostic {
  const kind = allKinds.get(spec.type);
  if (!kind) return unknownKind(spec, context.model);
  const parsed = kind.parse(spec, context);
  return isProblems(parsed) ? invalid(kind, parsed, { spec, model: context.model }) : parsed;
}

function isProblems(parsed: ParsedCheck | readonly string[]): parsed is readonly string[] {
  return Array.isArray(parsed);
}

function unknownKind(spec: CheckSpec, model: string): Diagnostic {
  const names = [...allKinds.keys()];
  const several = spec.type.includes("+");
  const meant = checkMeant(spec.type);
  const instead =
    meant === undefined ? didYouMean(spec.type, names) : `; it is called \`${meant}\` here.`;
  return diagnostic({
    code: "DQ.CHECK_INVALID",
    message: several
      ? `An entry under \`checks\` of ${model} names several checks: ${spec.type.split("+").join(", ")}.`
      : `There is no check \`${spec.type}\`${instead || "."}`,
    where: spec.where ?? { model },
    hints: several
      ? ["Write each check as a list entry of its own."]
      : [`Checks are: ${names.join(", ")}.`],
  });
}

function invalid(
  kind: Kind,
  problems: readonly string[],
  { spec, model }: { readonly spec: CheckSpec; readonly model: string },
): Diagnostic {
  const on = spec.column === undefined ? model : `${model}, column \`${spec.column}\``;
  const text = problems.join("; ");
  return diagnostic({
    code: "DQ.CHECK_INVALID",
    message: `Check \`${kind.type}\` of ${on}: ${text}${/[.?!]$/.test(text) ? "" : "."}`,
    where: spec.where ?? { model },
    hints: [`\`${kind.type}\` accepts: ${kind.accepts.join(", ")}.`],
  });
}
