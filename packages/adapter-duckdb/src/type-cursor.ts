/** The first fault of a type text. */
export interface TypeFault {
  /** Offset in the text. */
  readonly at: number;
  /** A clause without a period. */
  readonly message: string;
  /** The name that DuckDB has no type of. */
  readonly unknown?: string;
}

/** Reads the text of a type from left to right and keeps the first fault. */
export class TypeCursor {
  fault: TypeFault | undefined;
  protected at = 0;

  constructor(protected readonly text: string) {}

  atEnd(): boolean {
    this.space();
    return this.at === this.text.length;
  }

  /** Notes that what stands here does not belong to the type. */
  unexpected(): void {
    this.space();
    const [rest = ""] = /^(?:[^\s(),[\]]+|[^])/.exec(this.text.slice(this.at)) ?? [];
    this.note({ message: `\`${rest}\` does not belong to a type` });
  }

  protected word(word: string): boolean {
    return this.match(new RegExp(`${word}(?!\\w)`, "iy")) !== undefined;
  }

  protected expect(char: string): boolean {
    if (this.take(char)) return true;
    if (this.at === this.text.length) this.note({ message: `\`${char}\` is missing at the end` });
    else this.note({ message: `\`${char}\` is expected before \`${this.text.slice(this.at)}\`` });
    return false;
  }

  protected missing(what: string): undefined {
    this.space();
    const rest = this.text.slice(this.at);
    const where = rest === "" ? "at the end" : `before \`${rest}\``;
    this.note({ message: `${what} is missing ${where}` });
    return undefined;
  }

  /** Only the first fault counts: others follow from it. */
  protected note(fault: Omit<TypeFault, "at"> & { readonly at?: number }): void {
    this.fault ??= { at: this.at, ...fault };
  }

  protected take(char: string): boolean {
    this.space();
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  protected match(pattern: RegExp): RegExpExecArray | undefined {
    this.space();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.at += found[0].length;
    return found;
  }

  protected space(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at += 1;
  }
}
