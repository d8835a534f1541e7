import { z } from "zod";

const row = z.record(z.string(), z.unknown(), { error: "expected a row: values by column" });

/** Rows of one relation; a bare list is the same as `rows:`. */
const relation = {
  rows: z.array(row).optional(),
  csv: z.string().optional(),
  sql: z.string().min(1).optional(),
};

const forms = ["rows", "csv", "sql"] as const;

interface Written {
  readonly rows?: readonly Readonly<Record<string, unknown>>[] | undefined;
  readonly csv?: string | undefined;
  readonly sql?: string | undefined;
}

function isOne(value: Written): boolean {
  return forms.filter((form) => value[form] !== undefined).length === 1;
}

const oneForm = { error: "expected one of `rows`, `csv` and `sql`" };

const wrapped = (value: unknown) => (Array.isArray(value) ? { rows: value } : value);

const notRows = {
  error: ({ code }: { readonly code?: string }) =>
    code === "invalid_type" ? "expected a list of rows, or `rows`, `csv` or `sql`" : undefined,
};

const given = z.preprocess(wrapped, z.strictObject(relation, notRows).refine(isOne, oneForm));

const expected = z.preprocess(
  wrapped,
  z
    .strictObject(
      {
        ...relation,
        ordered: z.boolean().default(false),
        columns: z.enum(["partial", "exact"]).default("partial"),
      },
      notRows,
    )
    .refine(isOne, oneForm),
);

const bound = z.union([z.string(), z.int()]);

/** A unit test as YAML files and programs write it. */
export const testSchema = z.strictObject({
  name: z.string().min(1),
  model: z.string().min(1),
  description: z.string().optional(),
  /** A common table expression of the model, tested instead of its result. */
  cte: z.string().optional(),
  given: z.record(z.string(), given).default({}),
  vars: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
  now: z.string().optional(),
  /** Bounds of what an incremental model computes; all time where not given. */
  start: bound.optional(),
  end: bound.optional(),
  since: bound.optional(),
  expect: expected,
});

/** A unit test with its defaults. */
export type UnitTest = z.output<typeof testSchema>;

/** Rows of a relation in one of the three forms. */
export type TestRelation = UnitTest["given"][string];
