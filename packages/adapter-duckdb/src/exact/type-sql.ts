import type { DuckType } from "../duck-type.js";
import { quoteIdentifier, quoteText } from "../text.js";

/** SQL of a type that was taken apart. */
export function typeSql(type: DuckType): string {
  const parts = type.children.map((child) => typeSql(child.type));
  const named = () =>
    type.children.map((child, i) => `${quoteIdentifier(child.name)} ${parts[i]}`).join(", ");
  switch (type.name) {
    case "LIST":
      return `${parts[0]}[]`;
    case "ARRAY":
      return `${parts[0]}[${type.sizes[0]}]`;
    case "MAP":
      return `MAP(${parts.join(", ")})`;
    case "STRUCT":
    case "UNION":
      return `${type.name}(${named()})`;
    case "ENUM":
      return `ENUM(${type.values.map(quoteText).join(", ")})`;
    case "DECIMAL":
      return `DECIMAL(${type.sizes.join(", ")})`;
    default:
      return type.name;
  }
}

/** The type with lists for arrays: the engine's `case` gives no arrays. */
export function withLists(type: DuckType): DuckType {
  const children = type.children.map((child) => ({ ...child, type: withLists(child.type) }));
  return { ...type, children, name: type.name === "ARRAY" ? "LIST" : type.name };
}
