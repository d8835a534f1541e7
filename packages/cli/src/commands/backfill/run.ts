import { building } from "../build/run.js";

export const run = building("backfill");
