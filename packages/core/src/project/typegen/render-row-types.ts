import type { TypeInfo, TypeKind } from "../../warehouse/dialect.js";

/** A relation whose rows get a type. */
export interface TypedRelation {
  /** Full name, `schema.name`. */
  readonly name: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: TypeInfo;
    readonly nullable: boolean;
    readonly description?: string | undefined;
  }[];
}

/**
 * A declaration file that gives every relation's rows a type, by full name, in the `ProjectRows` of `@sluice/core`:
 * `workspace.query("marts.orders")` is typed by it. Sorted by name, so that it changes only where a schema changed.
 */
export function renderRowTypes(relations: readonly TypedRelation[]): string {
  const sorted = [...relations].sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = sorted.map(relationType).join("\n");
  const used = ["SqlInterval", "SqlValue"].filter((name) => rows.includes(name));
  return [
    "// Written by `sluice types`. Do not edit.",
    `import ${used.length > 0 ? `type { ${used.join(", ")} } from ` : ""}"@sluice/core";`,
    "",
    'declare module "@sluice/core" {',
    "  interface ProjectRows {",
    `${rows}  }`,
    "}",
    "",
  ].join("\n");
}

function relationType({ name, columns }: TypedRelation): string {
  const fields = columns.map(({ name: column, type, nullable, description }) => {
    const comment = description === undefined ? "" : `      ${docComment(description)}\n`;
    return `${comment}      readonly ${property(column)}: ${orNull(rowType(type), nullable)};\n`;
  });
  return `    ${JSON.stringify(name)}: {\n${fields.join("")}    };\n`;
}

const scalarTypes: Partial<Record<TypeKind, string>> = {
  boolean: "boolean",
  integer: "number",
  float: "number",
  bigint: "bigint",
  interval: "SqlInterval",
  blob: "Uint8Array",
  other: "SqlValue",
};

/** The JavaScript type of a value of this engine type, as `SqlValue` documents it. Nested values may be null. */
function rowType(type: TypeInfo): string {
  const nested = (inner: TypeInfo | undefined) => (inner ? rowType(inner) : "SqlValue");
  switch (type.kind) {
    case "list":
      return `readonly (${orNull(nested(type.element))})[]`;
    case "map":
      return `ReadonlyMap<${nested(type.key)}, ${orNull(nested(type.element))}>`;
    case "struct":
      return `{ ${(type.fields ?? [])
        .map((field) => `readonly ${property(field.name)}: ${orNull(rowType(field.type))}`)
        .join("; ")} }`;
    default:
      return scalarTypes[type.kind] ?? "string";
  }
}

function orNull(type: string, nullable = true): string {
  return nullable && type !== "SqlValue" ? `${type} | null` : type;
}

function property(name: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : JSON.stringify(name);
}

function docComment(text: string): string {
  return `/** ${text.replaceAll("*/", "*\\/").replaceAll(/\s*\n\s*/gu, " ")} */`;
}
