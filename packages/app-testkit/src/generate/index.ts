export { writeWhenRun } from "./command.js";
export { nth, pick, random, weighted } from "./random.js";
export type { Random } from "./random.js";
export { RawFiles } from "./raw-files.js";
export type { Cell, DataSize, RawFile, RawFilesOptions } from "./raw-files.js";
