import { z } from "zod";
import { allKinds } from "../../kinds/all-kinds.js";
import type { QueryKind } from "../../model/kind.js";
import { withElsewhere } from "./elsewhere.js";
import { kindKeys } from "./keys-elsewhere.js";

/** The name of a kind without options, which may be a folder's default. */
export const plainKind = z.lazy(() => z.enum(plainKinds()));

function plainKinds(): readonly string[] {
  return allKinds().flatMap(({ type, schema }) =>
    schema && Object.keys(schema.shape).length === 1 ? [type] : [],
  );
}

/** `kind:` of a header: a name, or an object with `type`. */
export const kindSchema = z.preprocess(
  (value) => (typeof value === "string" ? { type: value } : value),
  z.lazy(() => {
    const schemas = allKinds().flatMap(({ schema }) => schema ?? []);
    for (const schema of schemas) withElsewhere(schema, kindKeys);
    return z.discriminatedUnion(
      "type",
      schemas as readonly z.ZodObject[] as readonly [z.ZodObject],
    );
  }),
) as unknown as z.ZodType<QueryKind>;
