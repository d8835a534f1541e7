import type { z } from "zod";

/** Value at a path inside another value; undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === "object" && at !== null
        ? (at as Record<PropertyKey, unknown>)[step]
        : undefined,
    value,
  );
}

/** An object that a path leads to: one of several told apart by a key, or the only one. */
export interface ObjectAt {
  readonly object: z.core.$ZodObject;
  /** The name by which it was chosen, such as the type of a kind. */
  readonly chosen?: string | undefined;
  /** All those that could have been chosen, by name. */
  readonly others: ReadonlyMap<string, z.core.$ZodObject>;
}

/** The schema of the object at a path; of a union the alternative that the value there has chosen. */
export function objectAt(
  schema: z.core.$ZodType,
  path: readonly PropertyKey[],
  value: unknown,
): ObjectAt | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const [step, ...rest] = path;
  const inner = () => valueAt(value, path.slice(0, 1));
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
      return objectAt(def.innerType, path, value);
    case "lazy":
      return objectAt((schema as z.core.$ZodLazy)._zod.innerType, path, value);
    case "pipe":
      return objectAt(def.out, path, value);
    case "array":
      return step === undefined ? undefined : objectAt(def.element, rest, inner());
    case "record":
      return step === undefined ? undefined : objectAt(def.valueType, rest, inner());
    case "union":
      return ofUnion(def, path, value);
    case "object": {
      if (step === undefined) return { object: schema as z.core.$ZodObject, others: new Map() };
      const property = def.shape[String(step)];
      return property && objectAt(property, rest, inner());
    }
    default:
      return undefined;
  }
}

function ofUnion(
  def: z.core.$ZodUnionDef,
  path: readonly PropertyKey[],
  value: unknown,
): ObjectAt | undefined {
  const found = def.options.flatMap((option) => objectAt(option, path, value) ?? []);
  if (!("discriminator" in def) || path.length > 0) return found[0];
  const key = String(def.discriminator);
  const others = new Map(
    found.flatMap(({ object }) =>
      [...(object._zod.propValues[key] ?? [])].map((name) => [String(name), object] as const),
    ),
  );
  const chosen = String(typeof value === "string" ? value : valueAt(value, [key]));
  const object = others.get(chosen);
  return object && { object, chosen, others };
}
