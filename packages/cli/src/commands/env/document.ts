import { z } from "zod";
import { count } from "../../json/parts.js";
import { head } from "../../json/head.js";

const environment = z.strictObject({
  name: z.string(),
  models: count,
  created_at: z.string().nullable(),
  promoted_at: z.string().nullable(),
  expires_at: z.string().nullable(),
  expired: z.boolean(),
});

export type EnvironmentDocument = z.infer<typeof environment>;

export const document = z.strictObject({
  ...head("env"),
  environments: z.array(environment).describe("All of them, or the one that was set."),
  removed: z.array(z.string()).describe("Views of an environment that was removed."),
});
