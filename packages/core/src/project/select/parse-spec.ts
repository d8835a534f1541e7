import { SluiceError } from "../../base/errors/sluice-error.js";
import { suggest } from "../../base/suggest.js";

/** How far a graph operator reaches: a number of steps, or Infinity. */
export type Depth = number;

/** One criterion with its graph operators: `2+tag:nightly+1`. */
export interface Criterion {
  readonly text: string;
  readonly method: string;
  /** What follows the method's first dot: `materialized` of `config.materialized`. */
  readonly argument: string | undefined;
  readonly value: string;
  readonly parents: Depth | undefined;
  readonly children: Depth | undefined;
  /** `@`: the chosen, what is built from them, and everything those need. */
  readonly childrensParents: boolean;
}

/** Criteria that must all hold. */
export interface Spec {
  readonly text: string;
  readonly criteria: readonly Criterion[];
}

/** What may stand before the colon. */
export const methods = [
  "fqn",
  "name",
  "tag",
  "path",
  "file",
  "kind",
  "resource_type",
  "config",
  "source",
  "state",
  "result",
  "check_type",
  "test_name",
] as const;

const grammar = /^(@)?(?:(\d*)(\+))?(?:([\w.]+):)?(.*?)(?:(\+)(\d*))?$/su;
const example =
  "Examples: `fct_orders+`, `tag:nightly,path:models/marts`, `@stg_orders`, `2+state:modified`.";

/** The specs of one `--select` or `--exclude` entry: separated by space, a union. Raises `CLI.SELECTION_INVALID`. */
export function parseSpecs(entry: string): readonly Spec[] {
  // An empty shell variable must not mean everything.
  if (entry.trim() === "") throw invalid("it is empty", { entry, at: 0 });
  return [...entry.matchAll(/\S+/gu)].map(({ 0: text, index }) => {
    const place = { entry, at: index };
    let at = index;
    const criteria = text.split(",").map((part) => {
      const criterion = parseCriterion(part, { ...place, at });
      at += part.length + 1;
      return criterion;
    });
    return { text, criteria };
  });
}

interface SpecPlace {
  readonly entry: string;
  readonly at: number;
}

function parseCriterion(text: string, place: SpecPlace): Criterion {
  if (text === "") throw invalid("a criterion is missing beside the comma", place);
  const groups = grammar.exec(text) ?? [];
  const [, all, up, hasUp, written, value = "", hasDown, down] = groups;
  if (value === "") throw invalid(`\`${text}\` names nothing to select`, place);
  if (/^(\d*\+|@)/u.test(value) && written === undefined) {
    throw invalid(
      `\`${value}\` has operators in the wrong order: \`@\` or \`n+\` once, at the front`,
      place,
    );
  }
  if (all !== undefined && hasDown !== undefined) {
    throw invalid(
      `\`${text}\` has both \`@\` and a trailing \`+\`; \`@\` takes the children already`,
      place,
    );
  }
  const [method = "fqn", ...argument] = (written ?? defaultMethod(value)).split(".");
  if (!methods.some((known) => known === method)) throw unknownMethod(method, place);
  return {
    text,
    method,
    argument: argument.length === 0 ? undefined : argument.join("."),
    value,
    parents: hasUp === undefined ? undefined : depth(up),
    children: hasDown === undefined ? undefined : depth(down),
    childrensParents: all !== undefined,
  };
}

function depth(digits: string | undefined): Depth {
  return digits === undefined || digits === "" ? Infinity : Number(digits);
}

/** As dbt: a path when it has a slash, a file when it looks like one, else a name. */
function defaultMethod(value: string): string {
  if (/[/\\]/u.test(value)) return "path";
  return /\.(sql|ts|csv|tsv|json|ndjson|parquet|ya?ml)$/iu.test(value) ? "file" : "fqn";
}

function unknownMethod(method: string, place: SpecPlace): SluiceError {
  const near = suggest(method, methods).map((name) => `Did you mean \`${name}:\`?`);
  return invalid(`\`${method}:\` is no selection method`, place, [
    ...near,
    `Methods: ${methods.join(", ")}.`,
  ]);
}

/** The error of a selection that does not follow the grammar. */
export function invalid(
  reason: string,
  { entry, at }: SpecPlace,
  hints: readonly string[] = [],
): SluiceError {
  return new SluiceError({
    code: "CLI.SELECTION_INVALID",
    message: `The selection \`${entry}\` is not valid: ${reason} (character ${at + 1}).`,
    why: `${entry}\n${" ".repeat(at)}^`,
    hints: [...hints, example],
  });
}
