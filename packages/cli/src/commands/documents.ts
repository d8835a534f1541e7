import type { z } from "zod";
import { errorsDocument } from "../json/errors-document.js";
import { document as build } from "./build/document.js";
import { document as plan } from "./plan/document.js";
import { document as apply } from "./apply/document.js";
import { document as backfill } from "./backfill/document.js";
import { document as run } from "./run/document.js";
import { document as restate } from "./restate/document.js";
import { document as validate } from "./validate/document.js";
import { document as check } from "./check/document.js";
import { document as test } from "./test/document.js";
import { document as ls } from "./ls/document.js";
import { document as show } from "./show/document.js";
import { document as render } from "./render/document.js";
import { document as lineage } from "./lineage/document.js";
import { document as diff } from "./diff/document.js";
import { document as history } from "./history/document.js";
import { document as env } from "./env/document.js";
import { document as rollback } from "./rollback/document.js";
import { document as clean } from "./clean/document.js";
import { document as doctor } from "./doctor/document.js";
import { document as types } from "./types/document.js";
import { document as explain } from "./explain/document.js";
import { document as init } from "./init/document.js";
import { document as backup } from "./backup/document.js";
import { document as restore } from "./restore/document.js";
import { document as exportDocument } from "./export/document.js";

/** Every document of `--json` by the name of its file in `schemas/`. */
export const documents = {
  errors: errorsDocument,
  build,
  plan,
  apply,
  backfill,
  run,
  restate,
  validate,
  check,
  test,
  ls,
  show,
  render,
  lineage,
  diff,
  history,
  env,
  rollback,
  clean,
  doctor,
  types,
  explain,
  init,
  backup,
  restore,
  export: exportDocument,
} as const;

/** Content of each document by its name. */
export type Documents = { [K in keyof typeof documents]: z.infer<(typeof documents)[K]> };
