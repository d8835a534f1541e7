import { z } from "zod";
import { testSchema } from "../src/testing/unit-test/test-schema.js";
import { seedHeader, sourceHeader } from "../src/project/load/header.js";

type JsonSchema = Readonly<Record<string, unknown>>;

/** A bare list of rows, which stands for `rows`. */
const rowList = { type: "array", items: { type: "object" } } as const;

/** JSON Schemas (draft 2020-12) of the YAML files of a project, for editors that complete and check them. */
export function yamlSchemas(): Readonly<Record<"seed" | "source" | "test", JsonSchema>> {
  return {
    seed: titled("Seed of a Sluice project: *.seed.yaml", seedHeader),
    source: titled("Source of a Sluice project: *.source.yaml", sourceHeader),
    test: titled("Unit tests of a Sluice project: tests/*.test.yaml", z.array(testSchema)),
  };
}

function titled(title: string, schema: z.ZodType): JsonSchema {
  return { title, ...jsonSchema(schema) };
}

function jsonSchema(schema: z.core.$ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    target: "draft-2020-12",
    io: "input",
    override: ({ zodSchema, jsonSchema: written }) => {
      const { def } = zodSchema._zod;
      if (def.type !== "pipe" || def.in._zod.def.type !== "transform") return;
      const own = { ...written };
      for (const key of Object.keys(own)) Reflect.deleteProperty(written, key);
      written.anyOf = [rowList, own];
    },
  });
}
