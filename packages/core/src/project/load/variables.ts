import { z } from "zod";
import type { SqlValue } from "../../warehouse/values.js";
import { diagnostic, raiseErrors, type Diagnostic } from "../../base/errors/sluice-error.js";
import { suggest } from "../../base/suggest.js";
import { explainIssue } from "./schema-faults.js";

/** Where values of variables come from; the command line wins over the environment, both over defaults. */
export interface VariableInput {
  readonly schema: z.ZodObject | undefined;
  readonly given: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const reserved = ["now", "run_id", "start", "end", "since"];

/** Values of the project's variables. Raises `CONFIG.VARIABLE_*` with every problem at once. */
export function resolveVariables(input: VariableInput): Readonly<Record<string, SqlValue>> {
  const shape = input.schema?.shape ?? {};
  const names = Object.keys(shape);
  const problems: Diagnostic[] = [
    ...names.filter((name) => reserved.includes(name)).map(reservedName),
    ...Object.keys(input.given)
      .filter((name) => !names.includes(name))
      .map((name) => unknownVariable(name, names)),
  ];
  const values: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries<z.core.$ZodType>(shape)) {
    const text = input.given[name] ?? input.env[`SLUICE_VAR_${name.toUpperCase()}`];
    if (text !== undefined) values[name] = fromText(schema, text);
  }
  const result = (input.schema ?? z.object({})).safeParse(values);
  if (!result.success)
    problems.push(...result.error.issues.map((issue) => invalidValue(issue, values)));
  raiseErrors(problems);
  return result.data as Record<string, SqlValue>;
}

/** Text from a command line as the value its schema most plainly accepts: itself, or the JSON it spells. */
function fromText(schema: z.core.$ZodType, text: string): unknown {
  if (z.safeParse(schema, text).success) return text;
  const candidates = [
    jsonOf(text),
    new Date(text),
    /^[+-]?\d+$/.test(text) ? BigInt(text) : undefined,
  ];
  return (
    candidates.find((value) => value !== undefined && z.safeParse(schema, value).success) ?? text
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function reservedName(name: string): Diagnostic {
  return diagnostic({
    code: "CONFIG.VARIABLE_INVALID",
    message: `A variable cannot be named \`${name}\`: $${name} is a run parameter.`,
    hints: ["Give the variable another name."],
  });
}

function unknownVariable(name: string, names: readonly string[]): Diagnostic {
  const near = suggest(name, names);
  return diagnostic({
    code: "CONFIG.VARIABLE_UNKNOWN",
    message: `The project has no variable \`${name}\`.`,
    hints: [
      near.length > 0
        ? `Did you mean ${near.map((n) => `\`${n}\``).join(" or ")}?`
        : names.length > 0
          ? `Declared are: ${names.join(", ")}.`
          : "Declare it in `vars` of sluice.config.ts.",
    ],
  });
}

function invalidValue(issue: z.core.$ZodIssue, values: Record<string, unknown>): Diagnostic {
  const [name = ""] = issue.path.map(String);
  return diagnostic({
    code: "CONFIG.VARIABLE_INVALID",
    message: `The variable ${explainIssue(issue, issue.path)}`,
    hints: [
      name in values
        ? `Correct the value given by --var or SLUICE_VAR_${name.toUpperCase()}.`
        : `Set it with \`--var ${name}=...\` or SLUICE_VAR_${name.toUpperCase()}.`,
    ],
  });
}
