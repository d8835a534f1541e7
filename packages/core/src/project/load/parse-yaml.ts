import type * as Yaml from "yaml";
import type { z } from "zod";
import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import { placeInFile } from "../../model/source-text.js";
import { schemaFaults } from "./schema-faults.js";
import { keepLongNumbers, yamlNodes, type YamlNodes } from "./yaml-nodes.js";

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
export async function parseYaml<T>(yaml: YamlText, schema: z.ZodType<T>): Promise<YamlResult<T>> {
  // Imported here: where every text is in the cache, no YAML is parsed.
  const lib = (await import("yaml")).default;
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
    const message = `The YAML is invalid: ${slipText(slip)}.`;
    return {
      diagnostics: [invalid(message, yaml.at + slip.pos[0], [slipHint(slip.code)])],
      ...nodes,
    };
  }
  const value: unknown = document.toJS() ?? {};
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, diagnostics: [], ...nodes };
  const faults = schemaFaults(result.error.issues, { schema, value });
  return {
    diagnostics: faults.map(({ message, path, key, hints }) =>
      invalid(
        message,
        key === undefined ? nodes.offsetOf(path) : nodes.offsetOfKey([...path, key]),
        hints,
      ),
    ),
    ...nodes,
  };
}

/** The slip in words, where the parser's own are of its grammar. */
function slipText({ code, message }: { readonly code: Yaml.ErrorCode; readonly message: string }) {
  switch (code) {
    case "BLOCK_AS_IMPLICIT_KEY":
      return "A value has a colon and is not quoted";
    case "UNEXPECTED_TOKEN":
      return "A value has a bracket, a brace or a quote inside and is not quoted";
    default:
      return firstLine(message);
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
      return 'Quote the value, as in `type: "integer[]"`: it has `: `, ` #` or a bracket, or starts with `*`, `&` or `@`.';
  }
}

function firstLine(message: string): string {
  const [line = message] = message.split("\n");
  return line.replace(/ at line \d+, column \d+:?$/, "").replace(/\.$/, "");
}
