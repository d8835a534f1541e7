export { AppCopy, findingsOf, finished } from "./app-copy.js";
export type { AppCopyOptions, Built, OpenOptions, TextRow } from "./app-copy.js";
export { parseCsv, renderCsv } from "./csv.js";
export { withRows } from "./defect.js";
export type { BadValues, RawDefect } from "./defect.js";
export { contentOf, GuardedApp, nameOf } from "./guarded-app.js";
