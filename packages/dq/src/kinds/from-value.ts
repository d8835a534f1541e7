/** A bare value that names columns: `unique: [a, b]`. */
export function columnsFromValue(value: unknown): Readonly<Record<string, unknown>> {
  return { columns: value };
}

/** A bare value under one documented name: `format: email`. */
export function valueAs(name: string): (value: unknown) => Readonly<Record<string, unknown>> {
  return (value) => ({ [name]: value });
}
