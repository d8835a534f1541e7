import type * as Yaml from "yaml";

/** Where the parts of a YAML document stand, and how they are written. Offsets are those of the document's text. */
export interface YamlNodes {
  /** Offset of a value, or of the innermost one around it that is there; 0 for the document. */
  readonly offsetOf: (path: readonly PropertyKey[]) => number;
  /** Offset of the key that a value has in its map. */
  readonly offsetOfKey: (path: readonly PropertyKey[]) => number;
  /** A number or boolean as it is written; undefined for any other value. */
  readonly written: (path: readonly PropertyKey[]) => string | undefined;
  /** True where a list is written. */
  readonly isList: (path: readonly PropertyKey[]) => boolean;
}

type Node = Yaml.Node | null | undefined;
type YamlTests = Pick<typeof Yaml, "isAlias" | "isMap" | "isNode" | "isScalar" | "isSeq">;

/** Finds the parts of a document by their paths; aliases stand for what they name. */
export function yamlNodes(
  document: Yaml.Document,
  { isAlias, isMap, isNode, isScalar, isSeq }: YamlTests,
): YamlNodes {
  const resolved = (node: unknown): Node => {
    if (isAlias(node)) return node.resolve(document);
    return isNode(node) ? node : undefined;
  };
  const pairOf = (node: Node, key: PropertyKey) =>
    isMap(node)
      ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
      : undefined;
  const childOf = (node: Node, key: PropertyKey): Node =>
    isSeq(node) ? resolved(node.items[Number(key)]) : resolved(pairOf(node, key)?.value);
  const nodeAt = (path: readonly PropertyKey[]) =>
    path.reduce<Node>(childOf, resolved(document.contents));

  const offsetOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const at = nodeAt(path.slice(0, depth))?.range?.[0];
      if (at !== undefined) return at;
    }
    return 0;
  };
  return {
    offsetOf,
    offsetOfKey: (path) => {
      const key = pairOf(nodeAt(path.slice(0, -1)), path.at(-1) ?? "")?.key;
      return (isNode(key) ? key.range?.[0] : undefined) ?? offsetOf(path);
    },
    written: (path) => {
      const node = nodeAt(path);
      if (!isScalar(node) || node.type !== "PLAIN" || node.tag !== undefined) return undefined;
      const { value, source } = node;
      if (typeof value === "number" || typeof value === "boolean") return source;
      return typeof value === "string" && value === source && isNumber(source) ? source : undefined;
    },
    isList: (path) => isSeq(nodeAt(path)),
  };
}

/** Keeps what is written of numbers with more digits than a double holds. */
export function keepLongNumbers(
  document: Yaml.Document,
  { visit }: Pick<typeof Yaml, "visit">,
): void {
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === "number" && isRounded(node)) node.value = node.source;
    },
  });
}

function isRounded({ source, value }: { readonly source?: string; readonly value: unknown }) {
  const written = /^[-+]?0*(\d*)\.?(\d*?)0*$/.exec(source ?? "");
  const digits = `${written?.[1] ?? ""}${written?.[2] ?? ""}`.replace(/^0+/, "").length;
  return digits > 15 && String(value) !== source;
}

const isNumber = (text: string) => /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text);
