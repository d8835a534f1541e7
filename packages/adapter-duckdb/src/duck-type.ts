import { synonyms } from "./type-names.js";

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

const multiWord = [...synonyms.keys()]
  .filter((name) => name.includes(" "))
  .sort((a, b) => b.length - a.length);

/** Parses a type text; undefined where it is none this parser knows. */
export function parseDuckType(text: string): DuckType | undefined {
  const reader = new TypeReader(text);
  const type = reader.type();
  return type !== undefined && reader.atEnd() ? type : undefined;
}

class TypeReader {
  private at = 0;
  constructor(private readonly text: string) {}

  atEnd(): boolean {
    this.space();
    return this.at === this.text.length;
  }

  type(): DuckType | undefined {
    let type = this.base();
    while (type !== undefined && this.take("[")) {
      const size = /^\s*\d+/.exec(this.text.slice(this.at))?.[0];
      this.at += size?.length ?? 0;
      if (!this.take("]")) return undefined;
      const children = [{ name: "", type }];
      type =
        size === undefined
          ? { name: "LIST", sizes: [], values: [], children }
          : { name: "ARRAY", sizes: [Number(size)], values: [], children };
    }
    return type;
  }

  private base(): DuckType | undefined {
    const word = this.typeName();
    const name = word === undefined ? undefined : synonyms.get(word);
    if (name === undefined) return undefined;
    if (name === "STRUCT" || name === "UNION") return this.fields(name);
    if (name === "MAP") return this.map();
    if (name === "ENUM") return this.enumeration();
    const sizes = this.sizes();
    if (sizes === undefined) return undefined;
    if (name === "DECIMAL") {
      return { ...leaf(name), sizes: [sizes[0] ?? 18, sizes[1] ?? (sizes.length === 0 ? 3 : 0)] };
    }
    return leaf(name);
  }

  private fields(name: string): DuckType | undefined {
    if (!this.take("(")) return undefined;
    const children: { name: string; type: DuckType }[] = [];
    do {
      const field = this.identifier();
      const type = field === undefined ? undefined : this.type();
      if (field === undefined || type === undefined) return undefined;
      children.push({ name: field, type });
    } while (this.take(","));
    return this.take(")") ? { ...leaf(name), children } : undefined;
  }

  private map(): DuckType | undefined {
    if (!this.take("(")) return undefined;
    const key = this.type();
    if (key === undefined || !this.take(",")) return undefined;
    const value = this.type();
    if (value === undefined || !this.take(")")) return undefined;
    const children = [
      { name: "key", type: key },
      { name: "value", type: value },
    ];
    return { ...leaf("MAP"), children };
  }

  private enumeration(): DuckType | undefined {
    if (!this.take("(")) return undefined;
    const values: string[] = [];
    do {
      const value = this.match(/'((?:[^']|'')*)'/y);
      if (value === undefined) return undefined;
      values.push(value[1]?.replaceAll("''", "'") ?? "");
    } while (this.take(","));
    return this.take(")") ? { ...leaf("ENUM"), values } : undefined;
  }

  private sizes(): number[] | undefined {
    if (!this.take("(")) return [];
    const sizes: number[] = [];
    do {
      const size = this.match(/\d+/y);
      if (size === undefined) return undefined;
      sizes.push(Number(size[0]));
    } while (this.take(","));
    return this.take(")") ? sizes : undefined;
  }

  private typeName(): string | undefined {
    this.space();
    const quoted = this.match(/"((?:[^"]|"")*)"/y);
    if (quoted !== undefined) return quoted[1]?.toLowerCase();
    const rest = this.text.slice(this.at);
    for (const name of multiWord) {
      const pattern = new RegExp(`^${name.replaceAll(" ", "\\s+")}(?![a-z0-9_])`, "i");
      const found = pattern.exec(rest);
      if (found === null) continue;
      this.at += found[0].length;
      return name;
    }
    return this.match(/[a-z_][a-z0-9_]*/iy)?.[0].toLowerCase();
  }

  private identifier(): string | undefined {
    const quoted = this.match(/"((?:[^"]|"")*)"/y);
    if (quoted !== undefined) return quoted[1]?.replaceAll('""', '"');
    return this.match(/[\p{L}_][\p{L}\p{N}_$]*/uy)?.[0];
  }

  private take(char: string): boolean {
    this.space();
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    this.space();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.at += found[0].length;
    return found;
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at += 1;
  }
}

function leaf(name: string): DuckType {
  return { name, sizes: [], values: [], children: [] };
}
