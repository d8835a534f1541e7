/** Options of a command by their kind; commander has checked and parsed them. */
type Options = Readonly<Record<string, unknown>>;

export function flag(options: Options, name: string): boolean {
  return options[name] === true;
}

export function text(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

export function list(options: Options, name: string): readonly string[] {
  const value: unknown = options[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

export function whole(options: Options, name: string): number | undefined {
  const value = options[name];
  return typeof value === "number" ? value : undefined;
}
