import type { z } from "zod";
import { suggest } from "../../base/suggest.js";
import { elsewhereHint } from "./elsewhere.js";
import { valuesElsewhere } from "./keys-elsewhere.js";
import { objectAt, valueAt, type ObjectAt } from "./schema-at.js";

/** One thing wrong with a value that a user wrote. */
export interface SchemaFault {
  /** Where in the value: for an unknown key the object that has it. */
  readonly path: readonly PropertyKey[];
  /** The unknown key. */
  readonly key?: string | undefined;
  readonly message: string;
  readonly hints: readonly string[];
}

/** A schema, the value that it checked, and the path of that value in the user's text. */
export interface Checked {
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
  readonly prefix?: readonly PropertyKey[];
}

/** Faults of a checked value, one for each unknown key. */
export function schemaFaults(
  issues: readonly z.core.$ZodIssue[],
  checked: Checked,
): readonly SchemaFault[] {
  return issues.flatMap((issue) => faultsOf(issue, checked));
}

function faultsOf(issue: z.core.$ZodIssue, checked: Checked): readonly SchemaFault[] {
  if (issue.code === "invalid_union" && optionsOf(issue).length === 0) {
    const meant = alternativeMeant(issue);
    if (meant) {
      const issues = meant.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
      return schemaFaults(issues, checked);
    }
  }
  const path = [...(checked.prefix ?? []), ...issue.path];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => unknownKey(key, issue.path, checked));
  const isMissing = valueAt(checked.value, issue.path) === undefined && !isDiscriminator(issue);
  const key = String(issue.path.at(-1) ?? "");
  if (isMissing && issue.code !== "custom") {
    return [{ path, message: `${named(path)} is missing.`, hints: exampleOf(key) }];
  }
  // Messages of our own end with what to write.
  const [message, step] = explainIssue(issue, path).split(/(?:; |\. )(?=[Ww]rite |Correct )/, 2);
  const hints = step === undefined ? hintsFor(issue, checked) : [capitalised(step)];
  return [{ path, message: (message ?? "").replace(/\.?$/, "."), hints }];
}

/** The issues of the alternative whose outer form the value has. */
function alternativeMeant(
  issue: z.core.$ZodIssueInvalidUnion,
): readonly z.core.$ZodIssue[] | undefined {
  const formed = issue.errors.filter(
    (issues) => !issues.some(({ code, path }) => code === "invalid_type" && path.length === 0),
  );
  return formed.length === 1 ? formed[0] : undefined;
}

function unknownKey(
  key: string,
  path: readonly PropertyKey[],
  { schema, value, prefix = [] }: Checked,
): SchemaFault {
  const at = objectAt(schema, path, value);
  const whole = [...prefix, ...path];
  const name = `\`${[...whole, key].map(String).join(".")}\``;
  const message = `${name} is not a known key${at?.chosen === undefined ? "" : ` of ${at.chosen}`}.`;
  return { path: whole, key, message, hints: [keyHint(key, at)] };
}

function keyHint(key: string, at: ObjectAt | undefined): string {
  if (key.endsWith(")")) return 'Quote a value that has a comma: `type: "decimal(10,2)"`.';
  const known = keysOf(at?.object);
  const elsewhere = elsewhereHint(at?.object, key);
  const [, meant] = /^Write `(\w+)`\.$/.exec(elsewhere ?? "") ?? [];
  if (elsewhere !== undefined && (meant === undefined || known.includes(meant))) return elsewhere;
  const owners = [...(at?.others ?? [])].filter(([, other]) =>
    keysOf(other).includes(meant ?? key),
  );
  if (owners.length > 0) {
    const names = owners.map(([name]) => name).join(", ");
    return `\`${meant ?? key}\` is a key of ${names}. Known keys here are: ${known.join(", ")}.`;
  }
  const near = suggest(key, known);
  if (near.length > 0) return `Did you mean ${near.map((name) => `\`${name}\``).join(" or ")}?`;
  return `Known keys are: ${known.join(", ")}.`;
}

function keysOf(object: z.core.$ZodObject | undefined): readonly string[] {
  return Object.keys(object?._zod.def.shape ?? {}).filter((name) => !name.startsWith("$"));
}

/** One sentence for a zod issue: the path and what is accepted there. */
export function explainIssue(issue: z.core.$ZodIssue, at: readonly PropertyKey[]): string {
  // A wrong discriminator is a fault of the object that has it.
  const path = isDiscriminator(issue) ? at.slice(0, -1) : at;
  const name = named(path);
  if (issue.code === "unrecognized_keys") return `${name} is not a known key.`;
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined"))
    return `${name} is missing.`;
  const isOwn = !issue.message.startsWith("Invalid input: expected");
  if (issue.code === "invalid_type" && !isOwn && typeNames[issue.expected] !== undefined)
    return `${name}: expected ${typeNames[issue.expected] ?? ""}.`;
  if (issue.code === "too_big" && issue.origin !== "string")
    return `${name}: expected at most ${String(issue.maximum)}.`;
  if (issue.code === "too_small" && ["number", "int"].includes(issue.origin))
    return `${name}: expected at least ${String(issue.minimum)}.`;
  const accepted = issue.code === "invalid_union" ? optionsOf(issue) : valuesOf(issue);
  if (accepted.length > 0) return `${name}: expected one of ${quoted(accepted)}.`;
  return `${name}: ${issue.message.replace(/^Invalid (input|option): /, "").replace(/\.?$/, ".")}`;
}

/** Words for a type, by its name in zod. */
const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  record: "names with values",
  object: "names with values",
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

function named(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "The value" : `\`${path.map(String).join(".")}\``;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function exampleOf(key: string): readonly string[] {
  const example = Object.hasOwn(examples, key) ? examples[key] : undefined;
  return example === undefined ? [] : [example];
}

function quoted(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(" | ");
}

function isDiscriminator(issue: z.core.$ZodIssue): boolean {
  return issue.code === "invalid_union" && issue.discriminator !== undefined;
}

/** The values that the alternatives of a union name. */
function optionsOf(issue: z.core.$ZodIssueInvalidUnion): readonly string[] {
  const named: readonly unknown[] = "options" in issue ? issue.options : [];
  if (named.length > 0) return named.map(String);
  return issue.errors
    .flat()
    .flatMap((one) =>
      one.code === "invalid_value" && one.path.length === 0 ? one.values.map(String) : [],
    );
}

/** Examples of keys that a definition must have. */
const examples: Readonly<Record<string, string>> = {
  time: "Add the column that says when a row is from, such as `time: order_date`.",
  start: "Add the first date to compute, such as `start: 2024-01-01`.",
  key: "Add the column or columns that identify a row, such as `key: order_id`.",
  name: 'Add a name, such as `name: "shop"`.',
  targets: 'Add a target, such as `targets: { dev: duckdb({ path: "shop.duckdb" }) }`.',
  file: "Add the path of the file, relative to the project, such as `file: data/orders.csv`.",
};

function hintsFor(issue: z.core.$ZodIssue, checked: Checked): readonly string[] {
  const key = String(issue.path.at(-1) ?? "");
  // `kind: table` is short for an object with that type.
  const parent = isDiscriminator(issue) ? valueAt(checked.value, issue.path.slice(0, -1)) : null;
  const value = isPlain(parent) ? parent : valueAt(checked.value, issue.path);
  if (issue.code === "invalid_type") return typeHints(issue.expected, { key, value });
  const options = issue.code === "invalid_union" ? optionsOf(issue) : valuesOf(issue);
  if (options.length === 0 || !isPlain(value)) return [];
  const named = isDiscriminator(issue) ? String(issue.path.at(-2) ?? "kind") : key;
  const elsewhere = valuesElsewhere[named]?.[String(value).toLowerCase()];
  if (elsewhere !== undefined) return [elsewhere];
  const near = suggest(String(value), options);
  return near.length === 0 ? [] : [`Did you mean ${near.map((n) => `\`${n}\``).join(" or ")}?`];
}

function isPlain(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function valuesOf(issue: z.core.$ZodIssue): readonly string[] {
  return issue.code === "invalid_value" ? issue.values.map(String) : [];
}

function typeHints(
  expected: string,
  { key, value }: { readonly key: string; readonly value: unknown },
): readonly string[] {
  if (expected === "array" && isPlain(value))
    return [`Write a list: \`${key}: [${String(value)}]\`.`];
  if (expected === "array") return [`Write a list: \`${key}: [a, b]\`.`];
  if (expected === "record" && key === "columns")
    return ["Write the columns by name: `columns: { order_id: { type: bigint } }`."];
  if (expected === "record") return [`Write names and values: \`${key}: { name: value }\`.`];
  if (expected === "boolean") return ["Write `true` or `false`."];
  if (expected === "string" && isPlain(value)) return [`Quote it: \`${key}: "${String(value)}"\`.`];
  return [];
}
