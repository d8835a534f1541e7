import { z } from "zod";
import { column, columns, instant, schemaChange } from "../option-schemas.js";

/** Options of a model with `snapshot`. */
export const snapshotSchema = z.strictObject({
  type: z.literal("snapshot"),
  key: columns,
  strategy: z.enum(["timestamp", "check"]).optional(),
  updated_at: column.optional(),
  columns: z.union([z.literal("all"), z.array(column).min(1)]).optional(),
  hard_deletes: z.enum(["ignore", "invalidate", "new_record"]).optional(),
  valid_from: z.union([z.enum(["updated_at", "now"]), z.strictObject({ column })]).optional(),
  current: instant.optional(),
  ...schemaChange,
});
