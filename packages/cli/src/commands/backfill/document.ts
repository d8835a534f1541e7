import { z } from "zod";
import { head } from "../../json/head.js";
import { runShape } from "../../json/plan-parts.js";

export const document = z.strictObject({ ...head("backfill"), ...runShape });
