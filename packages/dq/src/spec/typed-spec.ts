import type { TypedCheckSpec } from "@sluice/core";

/** What a helper returns: where its arguments are kept, and which columns it names. */
export interface SpecInput<C extends string> {
  readonly column?: C | undefined;
  readonly columns?: readonly C[] | undefined;
  readonly args: object;
}

/** Builds the plain data of a check; arguments left undefined are dropped. */
export function typedSpec<C extends string>(type: string, input: SpecInput<C>): TypedCheckSpec<C> {
  const given =
    input.columns === undefined ? input.args : { columns: input.columns, ...input.args };
  const args: Record<string, unknown> = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  return input.column === undefined ? { type, args } : { type, column: input.column, args };
}

/** One or several columns as a helper takes them. */
export type ColumnsInput<C extends string> = C | readonly C[];

/** The columns of a helper as spec input: one stands by itself, several in a list. */
export function columnsInput<C extends string>(
  columns: ColumnsInput<C>,
): Pick<SpecInput<C>, "column" | "columns"> {
  return typeof columns === "string" ? { column: columns } : { columns };
}
