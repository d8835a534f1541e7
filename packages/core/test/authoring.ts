import { duckdb } from "@sluice/adapter-duckdb";
import { z } from "zod";
import { defineModel, defineRows, defineSeed, defineSource } from "../src/model/define.js";
import { sql } from "../src/model/sql.js";
import { defineProject } from "../src/model/project/define-project.js";

const authoring = {
  defineModel,
  defineProject,
  defineRows,
  defineSeed,
  defineSource,
  duckdb,
  sql,
  z,
};

/** Puts under `globalThis.sluice` what files of a test project need: temporary folders have no node_modules. */
export function provideAuthoring(more: Readonly<Record<string, unknown>> = {}): void {
  Object.assign(globalThis, { sluice: { ...authoring, ...more } });
}
