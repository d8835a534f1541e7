import { duckdb } from "@sluice/adapter-duckdb";
import { z } from "zod";
import { added, below, type KeyCases, type Values } from "./case.js";

const target = duckdb({ path: "shop.duckdb" });
const base = { name: "shop", targets: { dev: target } };
const folder = (options: Values) => ({ ...base, models: { a: options } });
const daily = { expression: "0 6 * * *" };

/** Defaults of a folder: what they change of the model `a.m`. */
const folderCases: KeyCases = {
  kind: added(base, folder({ kind: "table" })),
  schema: added(base, folder({ schema: "c" })),
  tags: added(base, folder({ tags: ["core"] })),
  owner: added(base, folder({ owner: "data" })),
  meta: added(base, folder({ meta: { level: 1 } })),
  cron: added(base, folder({ cron: "@daily" })),
  "cron.expression": added(base, folder({ cron: daily })),
  "cron.zone": added(folder({ cron: daily }), folder({ cron: { ...daily, zone: "Asia/Tokyo" } })),
  "cron.catch_up": added(folder({ cron: daily }), folder({ cron: { ...daily, catch_up: "all" } })),
};

/** A case of every key of a configuration; the environment is `dev`. */
export const configCases: KeyCases = {
  name: added(base, { name: "other" }),
  vars: added(base, { vars: z.object({ limit: z.int().default(1) }) }),
  targets: added(base, { targets: { prod: target } }),
  defaultTarget: added(
    { ...base, targets: { dev: target, prod: target } },
    { defaultTarget: "prod" },
  ),
  models: added(base, folder({ tags: ["core"] })),
  ...below("models.*", folderCases),
  modelsDir: added(base, { modelsDir: "other" }),
  environments: added(base, { environments: { dev: { expires: "1d" } } }),
  "environments.*.expires": added(
    { ...base, environments: { dev: {} } },
    { environments: { dev: { expires: "1d" } } },
  ),
  environmentSchema: added(base, { environmentSchema: "{env}_{schema}" }),
};
