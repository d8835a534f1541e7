import { z } from "zod";
import {
  validateDocument,
  checkDocument,
  testDocument,
  doctorDocument,
} from "./check-documents.js";
import { cleanShape, envShape, rollbackShape } from "./housekeeping-parts.js";
import { head } from "./head.js";
import {
  lsDocument,
  showDocument,
  renderDocument,
  lineageDocument,
  diffDocument,
  historyDocument,
} from "./look-documents.js";
import { problem } from "./parts.js";
import {
  applyDocument,
  backfillDocument,
  buildDocument,
  planDocument,
  restateDocument,
  scheduledRunDocument,
} from "./run-documents.js";
import {
  initDocument,
  typesDocument,
  explainDocument,
  exportDocument,
  backupDocument,
  restoreDocument,
} from "./set-up-documents.js";

/**
 * The documents that `--json` prints: the stable machine interface. Unknown facts are null, so every key is always
 * there. `schema` is raised only by a change that breaks a reader.
 */

const errorsDocument = z.strictObject({
  schema: z.literal(1),
  command: z.string().nullable(),
  ok: z.literal(false),
  errors: z.array(problem).min(1),
});

const rollbackDocument = z.strictObject({ ...head("rollback"), ...rollbackShape });

const cleanDocument = z.strictObject({ ...head("clean"), ...cleanShape });

const envDocument = z.strictObject({ ...head("env"), ...envShape });

/** Every document by the name of its file in `schemas/`. */
export const documents = {
  errors: errorsDocument,
  build: buildDocument,
  plan: planDocument,
  apply: applyDocument,
  backfill: backfillDocument,
  run: scheduledRunDocument,
  restate: restateDocument,
  validate: validateDocument,
  check: checkDocument,
  test: testDocument,
  ls: lsDocument,
  show: showDocument,
  render: renderDocument,
  lineage: lineageDocument,
  diff: diffDocument,
  history: historyDocument,
  env: envDocument,
  rollback: rollbackDocument,
  clean: cleanDocument,
  doctor: doctorDocument,
  types: typesDocument,
  explain: explainDocument,
  init: initDocument,
  backup: backupDocument,
  restore: restoreDocument,
  export: exportDocument,
} as const;

/** Content of each document by its name. */
export type Documents = { [K in keyof typeof documents]: z.infer<(typeof documents)[K]> };
