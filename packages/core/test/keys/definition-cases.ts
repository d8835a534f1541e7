import { added, described, type KeyCases } from "./case.js";
import { fileCases } from "./file-cases.js";
import { modelCases } from "./model-cases.js";

const file = "d/s.csv";
const ofFiles: KeyCases = { ...fileCases, name: added({ file }, { name: "b.other" }) };

/** Cases that YAML and TypeScript have in common, by the function that defines them. */
export const sharedCases: Readonly<Record<"model" | "seed" | "source", KeyCases>> = {
  model: modelCases,
  seed: ofFiles,
  source: {
    ...ofFiles,
    name: { without: { name: "raw.s", file }, with: { name: "b.other", file } },
    table: added({}, { table: "raw.elsewhere" }),
  },
};

const kind = { type: "unique", args: {} };
const checks = (check: object) => ({ checks: [check] });

/** Keys of checks in TypeScript, as `@sluice/dq` writes them. */
const checkCases: KeyCases = {
  "checks.type": { without: checks(kind), with: checks({ ...kind, type: "not_null" }) },
  "checks.column": added(checks(kind), checks({ ...kind, column: "id" })),
  "checks.args": added(checks(kind), checks({ ...kind, args: { severity: "warn" } })),
};

/** Keys of `defineRows`, beside its columns and generator. */
export const rowsCases: KeyCases = {
  name: added({}, { name: "b.other" }),
  description: described({}, { description: "Days." }),
  owner: described({}, { owner: "data" }),
  tags: described({}, { tags: ["core"] }),
  meta: described({}, { meta: { level: 1 } }),
  checks: added({}, checks(kind)),
  ...checkCases,
  cron: added({}, { cron: "@daily" }),
  "cron.expression": added({}, { cron: { expression: "@daily" } }),
  "cron.zone": added(
    { cron: { expression: "@daily" } },
    { cron: { expression: "@daily", zone: "Asia/Tokyo" } },
  ),
  "cron.catch_up": added(
    { cron: { expression: "@daily" } },
    { cron: { expression: "@daily", catch_up: "all" } },
  ),
  retries: added({}, { retries: 2 }),
  timeout: added({}, { timeout: "1m" }),
  sla: added({}, { sla: "1m" }),
  version: added({}, { version: "2" }),
};
