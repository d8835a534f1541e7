import { definition as build } from "./build/definition.js";
import { definition as validate } from "./validate/definition.js";
import { definition as test } from "./test/definition.js";
import { definition as check } from "./check/definition.js";
import { definition as plan } from "./plan/definition.js";
import { definition as apply } from "./apply/definition.js";
import { definition as show } from "./show/definition.js";
import { definition as render } from "./render/definition.js";
import { definition as ls } from "./ls/definition.js";
import { definition as lineage } from "./lineage/definition.js";
import { definition as diff } from "./diff/definition.js";
import { definition as backfill } from "./backfill/definition.js";
import { definition as restate } from "./restate/definition.js";
import { definition as run } from "./run/definition.js";
import { definition as schedule } from "./schedule/definition.js";
import { definition as history } from "./history/definition.js";
import { definition as types } from "./types/definition.js";
import { definition as explain } from "./explain/definition.js";
import { definition as env } from "./env/definition.js";
import { definition as rollback } from "./rollback/definition.js";
import { definition as clean } from "./clean/definition.js";
import { definition as doctor } from "./doctor/definition.js";
import { definition as backup } from "./backup/definition.js";
import { definition as restore } from "./restore/definition.js";
import { definition as exportCommand } from "./export/definition.js";
import { definition as init } from "./init/definition.js";
import { definition as completion } from "./completion/definition.js";
import { definition as complete } from "./complete/definition.js";
import type { CommandDefinition } from "../program/definition.js";

/** Every command, in the order of the help. */
export const commandDefinitions: readonly CommandDefinition[] = [
  build,
  validate,
  test,
  check,
  plan,
  apply,
  show,
  render,
  ls,
  lineage,
  diff,
  backfill,
  restate,
  run,
  schedule,
  history,
  types,
  explain,
  env,
  rollback,
  clean,
  doctor,
  backup,
  restore,
  exportCommand,
  init,
  completion,
  complete,
];
