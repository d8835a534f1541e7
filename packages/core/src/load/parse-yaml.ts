import { createRequire } from "node:module";
import type * as Yaml from "yaml";
import type { z } from "zod";
import { diagnostic, type Diagnostic } from "../errors/sluice-error.js";
import { placeInFile } from "../model/source-text.js";
import { suggest } from "../select/suggest.js";
import { keepLongNumbers, yamlNodes, type YamlNodes } from "./yaml-nodes.js";

/** Loaded only when a text is not in the cache: importing the package's 70 files costs more than reading a project. */
const require = createRequire(import.meta.url);
const loadYaml = (): typeof Yaml => require("yaml") as typeof Yaml;

/** Where a YAML text stands. */
export interface YamlText {
  readonly text: string;
  readonly file: string;
  readonly fileText: string;
  /** Offset of `text` in the file. */
  readonly at: number;
}

/** A parsed and validated value, or everything wrong with it; offsets are those of the file. */
export interface YamlResult<T> extends YamlNodes {
  readonly value?: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads YAML against a schema. Every problem becomes a `MODEL.HEADER_INVALID` at its place in the user's file. */
export function parseYaml<T>(yaml: YamlText, schema: z.ZodType<T>): YamlResult<T> {
  const lib = loadYaml();
  const document = lib.parseDocument(yaml.text, { uniqueKeys: true });
  keepLongNumbers(document, lib);
  const inText = yamlNodes(document, lib);
  const nodes: YamlNodes = {
    ...inText,
    offsetOf: (path) => yaml.at + inText.offsetOf(path),
    offsetOfKey: (path) => yaml.at + inText.offsetOfKey(path),
  };
  const invalid = (message: string, offset: number, hints: readonly string[] = []): Diagnostic =>
    diagnostic({ code: "MODEL.HEADER_INVALID", message, hints, where: placeInFile(yaml, offset) });

  // What follows the first slip of YAML is most often its consequence.
  const [slip] = document.errors;
  if (slip) {
    const message = `The YAML is invalid: ${firstLine(slip.message)}.`;
    return {
      diagnostics: [invalid(message, yaml.at + slip.pos[0], [slipHint(slip.code)])],
      ...nodes,
    };
  }
  const result = schema.safeParse(document.toJS() ?? {});
  if (result.success) return { value: result.data, diagnostics: [], ...nodes };
  return {
    diagnostics: problemsOf(result.error, schema).map(({ message, path, key, hints }) =>
      invalid(
        message,
        key === undefined ? nodes.offsetOf(path) : nodes.offsetOfKey([...path, key]),
        hints,
      ),
    ),
    ...nodes,
  };
}

/** One thing that a schema finds wrong with a value. */
export interface SchemaProblem {
  readonly message: string;
  /** Path of the value, or of the object that has an unknown key. */
  readonly path: readonly PropertyKey[];
  /** The key that the schema does not know. */
  readonly key?: string;
  readonly hints: readonly string[];
}

/** Everything that a schema finds wrong, each unknown key by itself. */
export function problemsOf(error: z.ZodError, schema: z.core.$ZodType): readonly SchemaProblem[] {
  return error.issues.flatMap((issue): SchemaProblem[] => {
    const { path } = issue;
    if (issue.code !== "unrecognized_keys")
      return [{ message: explainIssue(issue, path), path, hints: [] }];
    return issue.keys.map((key) => ({
      message: explainIssue(issue, [...path, key]),
      path,
      key,
      hints: keyHints(key, keysAt(schema, path)),
    }));
  });
}

/** One sentence for a zod issue: the path and what is accepted there. */
export function explainIssue(issue: z.core.$ZodIssue, at: readonly PropertyKey[]): string {
  // What is wrong is the kind, not the word that names it.
  const path = isDiscriminator(issue) ? at.slice(0, -1) : at;
  const name = path.length === 0 ? "The value" : `\`${path.map(String).join(".")}\``;
  if (issue.code === "unrecognized_keys") return `${name} is not a known key.`;
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined"))
    return `${name} is missing.`;
  const accepted = issue.code === "invalid_union" ? optionsOf(issue) : [];
  if (accepted.length > 0) return `${name}: expected one of ${accepted.join(" | ")}.`;
  return `${name}: ${issue.message.replace(/^Invalid input: /, "").replace(/\.?$/, ".")}`;
}

function isDiscriminator(issue: z.core.$ZodIssue): boolean {
  return issue.code === "invalid_union" && issue.discriminator !== undefined;
}

/** The values that the alternatives of a union name. */
function optionsOf(issue: z.core.$ZodIssueInvalidUnion): readonly string[] {
  const named: readonly unknown[] = "options" in issue ? issue.options : [];
  if (named.length > 0) return named.map((name) => JSON.stringify(name));
  return issue.errors
    .flat()
    .flatMap((one) =>
      one.code === "invalid_value" && one.path.length === 0
        ? one.values.map((v) => JSON.stringify(v))
        : [],
    );
}

function keyHints(key: string, known: readonly string[]): string[] {
  const near = suggest(key, known);
  if (near.length > 0) return [`Did you mean ${near.map((name) => `\`${name}\``).join(" or ")}?`];
  return known.length === 0 ? [] : [`Known are: ${known.join(", ")}.`];
}

/** Keys a schema accepts in the object at a path; none where it takes any. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  const [step, ...rest] = path;
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
      return keysAt(def.innerType, path);
    case "pipe":
      return keysAt(def.out, path);
    case "array":
      return step === undefined ? [] : keysAt(def.element, rest);
    case "record":
      return step === undefined ? [] : keysAt(def.valueType, rest);
    case "union":
      return def.options.flatMap((option) => keysAt(option, path));
    case "object": {
      if (step === undefined) return Object.keys(def.shape);
      const inner = def.shape[String(step)];
      return inner ? keysAt(inner, rest) : [];
    }
    default:
      return [];
  }
}

function slipHint(code: Yaml.ErrorCode): string {
  switch (code) {
    case "TAB_AS_INDENT":
      return "Indent with spaces.";
    case "BAD_INDENT":
    case "MULTILINE_IMPLICIT_KEY":
    case "BLOCK_IN_FLOW":
    case "MISSING_CHAR":
      return "Check the indentation, and that every `{`, `[` and quote is closed.";
    case "DUPLICATE_KEY":
      return "Keep one of the two.";
    default:
      return "Quote values that contain `: `, `#`, or start with `{`, `[`, `*`, `&` or `@`.";
  }
}

function firstLine(message: string): string {
  const [line = message] = message.split("\n");
  return line.replace(/ at line \d+, column \d+:?$/, "").replace(/\.$/, "");
}
