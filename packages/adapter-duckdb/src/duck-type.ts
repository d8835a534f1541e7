import { quoteIdentifier, quoteText } from "./text.js";
import { TypeCursor, type TypeFault } from "./type-cursor.js";
import { floatName, modifierProblem, timestampName } from "./type-modifiers.js";
import { listWords, reservedWords, synonyms } from "./type-names.js";

/** A DuckDB type taken apart: `name` is canonical (`BIGINT`), `LIST`, `ARRAY`, `STRUCT`, `MAP`, `UNION` or `ENUM`. */
export interface DuckType {
  readonly name: string;
  /** Width and scale of a decimal, length of an array. */
  readonly sizes: readonly number[];
  /** Values of an enum. */
  readonly values: readonly string[];
  /** Element of a list or array; key and value of a map; fields of a struct or union. */
  readonly children: readonly { readonly name: string; readonly type: DuckType }[];
}

/** Names of several words, the longest first, and how they are found where they stand. */
const multiWord = [...synonyms.keys()]
  .filter((name) => name.includes(" "))
  .sort((a, b) => b.length - a.length)
  .map((name) => ({
    name,
    pattern: new RegExp(`${name.replaceAll(" ", "\\s+")}(?![a-z0-9_])`, "iy"),
  }));

const listForm = "a list is written as the type of its elements and brackets";

/** Parses a type text; undefined where it is none this parser knows. */
export function parseDuckType(text: string): DuckType | undefined {
  const reader = new TypeReader(text);
  const type = reader.type();
  return type !== undefined && reader.atEnd() ? type : undefined;
}

/** The first fault for which the engine would refuse a type text. */
export function typeFault(text: string): TypeFault | undefined {
  const reader = new TypeReader(text);
  if (reader.type() !== undefined && !reader.atEnd()) reader.unexpected();
  return reader.fault;
}

/** The text of a type, its field names quoted. */
export function duckTypeText({ name, sizes, values, children }: DuckType): string {
  const parts = children.map(({ type }) => duckTypeText(type));
  switch (name) {
    case "LIST":
      return `${parts[0] ?? ""}[]`;
    case "ARRAY":
      return `${parts[0] ?? ""}[${String(sizes[0])}]`;
    case "MAP":
      return `MAP(${parts.join(", ")})`;
    case "STRUCT":
    case "UNION":
      return `${name}(${children.map((field, i) => `${quoteIdentifier(field.name)} ${parts[i] ?? ""}`).join(", ")})`;
    case "ENUM":
      return `ENUM(${values.map(quoteText).join(", ")})`;
    default:
      return sizes.length > 0 ? `${name}(${sizes.join(",")})` : name;
  }
}

class TypeReader extends TypeCursor {
  type(): DuckType | undefined {
    let type = this.base();
    if (type?.children.length === 0 && this.word("array")) return this.sqlArray(type);
    while (type !== undefined && this.take("[")) {
      const size = this.match(/\d+/y);
      type = this.listOf(type, size);
      if (!this.expect("]")) return undefined;
    }
    return type;
  }

  private listOf(type: DuckType, size: RegExpExecArray | undefined): DuckType {
    const children = [{ name: "", type }];
    if (size === undefined) return { ...leaf("LIST"), children };
    const length = Number(size[0]);
    if (length < 1 || length > 100_000)
      this.note({ at: size.index, message: "an array has 1 to 100,000 elements" });
    return { ...leaf("ARRAY"), sizes: [length], children };
  }

  /** `integer array`, `integer array[3]`: at most one level. */
  private sqlArray(type: DuckType): DuckType | undefined {
    if (!this.take("[")) return this.listOf(type, undefined);
    const size = this.match(/\d+/y);
    if (size === undefined) this.missing("a length");
    return size && this.expect("]") ? this.listOf(type, size) : undefined;
  }

  private base(): DuckType | undefined {
    this.space();
    const start = this.at;
    const word = this.typeName();
    if (word === undefined) {
      this.missing("a type");
      return;
    }
    const name = synonyms.get(word);
    if (listWords.has(word)) {
      this.note({ at: start, message: listForm });
      return undefined;
    }
    if (name === undefined) {
      this.note({ at: start, message: `there is no type \`${word}\``, unknown: word });
      return undefined;
    }
    if (name === "TYPE" || name === "NULL")
      this.note({ at: start, message: `a column cannot have the type \`${word}\`` });
    if (name === "STRUCT" || name === "UNION") return this.fields(name);
    if (name === "MAP") return this.map();
    if (name === "ENUM") return this.enumeration();
    if (name === "INTERVAL")
      this.match(/(?:\w+\s+to\s+)?(?:second|minute|hour|day|week|month|quarter|year)s?(?!\w)/iy);
    return this.scalar(name, { word, start });
  }

  private scalar(
    name: string,
    { word, start }: { readonly word: string; readonly start: number },
  ): DuckType | undefined {
    const sizes = this.sizes();
    if (sizes === undefined) return undefined;
    const message = modifierProblem(name, word, sizes);
    if (message !== undefined) this.note({ at: start, message });
    const [first, second] = sizes;
    if (name === "DECIMAL")
      return { ...leaf(name), sizes: [first ?? 18, second ?? (first === undefined ? 3 : 0)] };
    if (first === undefined) return leaf(name);
    if (name === "TIMESTAMP") {
      this.match(/without\s+time\s+zone(?!\w)/iy);
      return leaf(timestampName(first));
    }
    return leaf(name === "FLOAT" ? floatName(first) : name);
  }

  private fields(name: string): DuckType | undefined {
    if (!this.expect("(")) return undefined;
    const children: { name: string; type: DuckType }[] = [];
    do {
      const field = this.field(children.map((child) => child.name));
      const type = field === undefined ? undefined : this.type();
      if (field === undefined || type === undefined) return undefined;
      children.push({ name: field, type });
    } while (this.take(","));
    return this.expect(")") ? { ...leaf(name), children } : undefined;
  }

  private field(before: readonly string[]): string | undefined {
    this.space();
    const at = this.at;
    const isQuoted = this.text[at] === '"';
    const name = this.identifier();
    if (name === undefined) {
      this.missing("the name of a field");
      return;
    }
    if (!isQuoted && reservedWords.has(name.toLowerCase()))
      this.note({
        at,
        message: `the field name \`${name}\` is a word of SQL; write it in double quotes`,
      });
    if (before.some((other) => other.toLowerCase() === name.toLowerCase()))
      this.note({ at, message: `two fields are called \`${name}\`` });
    return name;
  }

  private map(): DuckType | undefined {
    if (!this.expect("(")) return undefined;
    const key = this.type();
    if (key === undefined || !this.expect(",")) return undefined;
    const value = this.type();
    if (value === undefined || !this.expect(")")) return undefined;
    const children = [
      { name: "key", type: key },
      { name: "value", type: value },
    ];
    return { ...leaf("MAP"), children };
  }

  private enumeration(): DuckType | undefined {
    if (!this.expect("(")) return undefined;
    const values: string[] = [];
    do {
      const value = this.match(/'((?:[^']|'')*)'/y);
      if (value === undefined) {
        this.missing("a value in single quotes");
        return;
      }
      const text = value[1]?.replaceAll("''", "'") ?? "";
      if (values.includes(text))
        this.note({ at: value.index, message: `the enum has the value ${value[0]} twice` });
      values.push(text);
    } while (this.take(","));
    return this.expect(")") ? { ...leaf("ENUM"), values } : undefined;
  }

  private sizes(): number[] | undefined {
    if (!this.take("(")) return [];
    const sizes: number[] = [];
    do {
      const size = this.match(/\d+/y);
      if (size === undefined) {
        this.missing("a number");
        return;
      }
      sizes.push(Number(size[0]));
    } while (this.take(","));
    return this.expect(")") ? sizes : undefined;
  }

  private typeName(): string | undefined {
    this.space();
    const quoted = this.match(/"((?:[^"]|"")*)"/y);
    if (quoted !== undefined) return quoted[1]?.toLowerCase();
    const found = multiWord.find(({ pattern }) => this.match(pattern));
    if (found !== undefined) return found.name;
    return this.match(/[a-z_][a-z0-9_]*/iy)?.[0].toLowerCase();
  }

  private identifier(): string | undefined {
    const quoted = this.match(/"((?:[^"]|"")*)"/y);
    if (quoted !== undefined) return quoted[1]?.replaceAll('""', '"');
    return this.match(/[\p{L}_][\p{L}\p{N}_$]*/uy)?.[0];
  }
}

function leaf(name: string): DuckType {
  return { name, sizes: [], values: [], children: [] };
}
