import { z } from "zod";
import type { Elsewhere } from "./keys-elsewhere.js";

/** Schemas of objects, with the keys that people bring along from other tools. */
const registered = z.registry<{ readonly elsewhere: Elsewhere }>();

/** The same schema, for which keys of other tools are known. */
export function withElsewhere<T extends z.ZodType>(schema: T, elsewhere: Elsewhere): T {
  registered.add(schema, { elsewhere });
  return schema;
}

/** The hint for a key of another tool. */
export function elsewhereHint(
  schema: z.core.$ZodType | undefined,
  key: string,
): string | undefined {
  const elsewhere = schema && registered.get(schema)?.elsewhere;
  return elsewhere && Object.hasOwn(elsewhere, key) ? elsewhere[key] : undefined;
}
