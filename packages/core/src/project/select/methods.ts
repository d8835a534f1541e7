import { isGlob, matcher, pathMatcher } from "../../base/glob.js";
import type { SelectableNode } from "./node-index.js";
import type { Criterion } from "./parse-spec.js";
import { byResult, byState, type Method, type SelectionState } from "./state-methods.js";

type Build = (criterion: Criterion, state: SelectionState) => Method;

/** The predicate of a criterion, its graph operators apart. */
export function methodOf(criterion: Criterion, state: SelectionState): Method {
  const build = builders.get(criterion.method) ?? byName;
  if (criterion.argument !== undefined && criterion.method !== "config") {
    return { problem: `\`${criterion.method}:\` takes no \`.${criterion.argument}\`` };
  }
  return build(criterion, state);
}

const builders: ReadonlyMap<string, Build> = new Map<string, Build>([
  ["fqn", byName],
  ["name", byName],
  ["tag", ({ value }) => anyOf(value, ({ tags }) => tags)],
  ["path", byPath],
  ["file", ({ value }) => anyOf(value, fileNames)],
  ["kind", ({ value }) => anyOf(value, ({ kind }) => [kind])],
  ["resource_type", byResourceType],
  ["config", byConfig],
  ["source", bySource],
  ["state", byState],
  ["result", byResult],
  ["check_type", ({ value }) => anyOf(value, ({ checks }) => checks ?? [])],
  ["test_name", ({ value }) => anyOf(value, ({ checks }) => checks ?? [])],
]);

function anyOf(value: string, values: (node: SelectableNode) => readonly string[]): Method {
  const matches = matcher(value);
  return { holds: (node) => values(node).some(matches), values };
}

/** A name with or without schema, or the first parts of the name or of the folders; each part may be a glob. */
function byName({ value }: Criterion): Method {
  const parts = value.split(".").map(matcher);
  const only = parts.length === 1 ? parts[0] : undefined;
  const starts = (segments: readonly string[]) =>
    parts.length <= segments.length && parts.every((matches, i) => matches(segments[i] ?? ""));
  return {
    holds: (node) =>
      node.name === value ||
      only?.(tableOf(node)) === true ||
      starts(node.name.split(".")) ||
      starts(foldersOf(node)),
    values: (node) => [node.name],
  };
}

function tableOf({ name }: SelectableNode): string {
  return name.slice(name.indexOf(".") + 1);
}

/** The parts of the path below the project's top folder, the last one without extension. */
function foldersOf({ path }: SelectableNode): readonly string[] {
  const parts = path.split("/");
  const file = parts.pop() ?? "";
  return [...parts.slice(1), stem(file)];
}

function stem(file: string): string {
  const dot = file.indexOf(".", 1);
  return dot < 0 ? file : file.slice(0, dot);
}

function fileNames({ path }: SelectableNode): readonly string[] {
  const file = path.slice(path.lastIndexOf("/") + 1);
  return [file, stem(file)];
}

/** A file, or a folder with everything below it. */
function byPath({ value }: Criterion): Method {
  const wanted = value
    .replaceAll("\\", "/")
    .replace(/^(\.\/)+/u, "")
    .replace(/\/+$/u, "");
  const matches = pathMatcher(wanted);
  return {
    holds: ({ path }) => wanted === "." || matches(path) || foldersAbove(path).some(matches),
    values: ({ path }) => [path, ...foldersAbove(path)],
  };
}

function foldersAbove(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
}

function byResourceType({ value }: Criterion): Method {
  const types = ["model", "seed", "source"];
  if (!isGlob(value) && !types.includes(value)) {
    return { problem: `\`resource_type:\` is one of ${types.join(", ")}` };
  }
  return { ...anyOf(value, ({ resourceType }) => [resourceType]), mayBeEmpty: true };
}

function byConfig({ argument, value }: Criterion): Method {
  if (argument === undefined)
    return { problem: "`config.` needs a key, as in `config.owner:finance`" };
  const keys = argument.split(".");
  return anyOf(value, ({ config }) => configTexts(keys.reduce<unknown>(lookUp, config)));
}

function lookUp(value: unknown, key: string): unknown {
  const isObject = typeof value === "object" && value !== null && Object.hasOwn(value, key);
  return isObject ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** A scalar, the entries of a list, the keys of an object; booleans as `true` and `false`. */
function configTexts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(scalarTexts);
  if (typeof value === "object" && value !== null) return Object.keys(value);
  return scalarTexts(value);
}

function scalarTexts(value: unknown): readonly string[] {
  if (typeof value === "boolean") return [String(value), value ? "True" : "False"];
  if (typeof value === "string") return [value];
  return typeof value === "number" || typeof value === "bigint" ? [String(value)] : [];
}

function bySource({ value }: Criterion): Method {
  const [schema = "", ...rest] = value.split(".");
  const inSchema = matcher(schema);
  const isTable = rest.length === 0 ? () => true : matcher(rest.join("."));
  return {
    holds: (node) =>
      node.resourceType === "source" &&
      (node.name === value || (inSchema(node.name.split(".")[0] ?? "") && isTable(tableOf(node)))),
    values: (node) => (node.resourceType === "source" ? [node.name] : []),
  };
}
