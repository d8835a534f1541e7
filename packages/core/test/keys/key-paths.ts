import type { z } from "zod";

/**
 * Paths of all keys that a schema accepts: `kind.append.time`, `columns.*.type`. An alternative of a union is named by its
 * discriminator, where it has one; `*` is any name of a record.
 */
export function keyPaths(schema: z.core.$ZodType, prefix = ""): readonly string[] {
  return [...new Set(pathsIn(schema, prefix))];
}

function pathsIn(schema: z.core.$ZodType, prefix: string): readonly string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const at = (step: string) => (prefix === "" ? step : `${prefix}.${step}`);
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
      return pathsIn(def.innerType, prefix);
    case "lazy":
      return pathsIn((schema as z.core.$ZodLazy)._zod.innerType, prefix);
    case "pipe":
      return pathsIn(def.out, prefix);
    case "array":
      return pathsIn(def.element, prefix);
    case "record":
      return pathsIn(def.valueType, at("*"));
    case "union": {
      const key = "discriminator" in def ? String(def.discriminator) : undefined;
      return def.options.flatMap((option) => {
        const names = key === undefined ? undefined : option._zod.propValues?.[key];
        const [name] = names ?? [];
        return pathsIn(option, name === undefined ? prefix : at(String(name)));
      });
    }
    case "object":
      return Object.entries(def.shape).flatMap(([key, value]) =>
        key.startsWith("$") ? [] : [at(key), ...pathsIn(value, at(key))],
      );
    default:
      return [];
  }
}
