import { z } from "zod";
import { SluiceError } from "../../base/errors/sluice-error.js";
import type { Plan } from "../../plan/plan.js";

const header = z.looseObject({
  schema: z.literal(2),
  project: z.string(),
  target: z.string(),
  environment: z.string(),
  now: z.iso.datetime(),
  nowPinned: z.boolean(),
  stateVersion: z.number(),
  options: z.looseObject({}),
  nodes: z.array(z.unknown()),
  before: z.looseObject({}),
});

/** A plan that another version of Sluice saved. */
const otherSchema = z.looseObject({
  schema: z.number().refine((schema) => schema !== 2),
  project: z.string(),
  nodes: z.array(z.unknown()),
});

/** Text of a plan to be reviewed and applied later. */
export function serializePlan(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}

/** Reads what `serializePlan` wrote. Raises `CLI.USAGE` for anything else. */
export function parsePlan(text: string, file: string): Plan {
  const json = jsonOf(text);
  const found = header.safeParse(json);
  if (found.success) return found.data as unknown as Plan;
  const isOther = otherSchema.safeParse(json).success;
  throw new SluiceError({
    code: "CLI.USAGE",
    message: isOther
      ? `${file} was saved by another version of Sluice.`
      : `${file} is no saved plan.`,
    hints: ["Save one with `sluice plan --output <file>`."],
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
