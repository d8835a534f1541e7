import { z } from "zod";

/** A column of the query. */
export const column = z.string().min(1);

/** A column, or several. */
export const columns = z.union([column, z.array(column).min(1)]);

export const schemaChange = {
  on_schema_change: z.enum(["append", "sync", "fail", "rebuild"]).optional(),
};

export const evolving = {
  ...schemaChange,
  forward_only: z.boolean().optional(),
};

/** A date or timestamp, or a project variable that holds one. */
export const instant = z
  .string()
  .regex(/^(\$\w+|\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?Z?)?)$/, {
    error: ({ input }) =>
      `\`${String(input)}\` is no date; write 2024-01-31, 2024-01-31T06:00:00Z or a variable such as $start_date`,
  });
