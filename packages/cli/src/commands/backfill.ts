import { building } from "./build.js";

export const run = building("backfill");
