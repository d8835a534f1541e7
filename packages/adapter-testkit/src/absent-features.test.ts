import { SluiceError, type SqlRunner, type TypeKind } from "@sluice/core/adapter";
import { describe, expect, it, type RunnerTask } from "vitest";
import { withParts, type Parts } from "../test/replace-parts.js";
import { describeAdapter, type Feature } from "./index.js";

const refusal = new SluiceError({ code: "CAPABILITY.UNSUPPORTED", message: "not here" });
const refuse = (): never => {
  throw refusal;
};
const rejected = () => Promise.reject(refusal);

const absentTypes: readonly TypeKind[] = ["time", "interval", "uuid", "json"];

/** An engine that has none of what an engine may lack. */
const bare: Parts = {
  engine: ({ capabilities }) => ({
    capabilities: Object.freeze({
      ...capabilities,
      transactions: "none",
      dryRun: false,
      readsFiles: false,
      scratch: false,
      backup: false,
    }),
    files: undefined,
    openScratch: rejected,
  }),
  dialect: (good) => ({
    readFiles: refuse,
    temporaryTable: () => undefined,
    rowsHash: undefined,
    typeFor: (kind) => (absentTypes.includes(kind) ? undefined : good.typeFor(kind)),
  }),
  warehouse: () => ({
    transaction: rejected,
    dryRun: rejected,
    syntaxTrees: undefined,
    publishCopy: undefined,
  }),
};

/** An engine whose transactions take rows, and no definitions. */
const rowsOnly: Parts = {
  engine: ({ capabilities }) => ({
    capabilities: Object.freeze({ ...capabilities, transactions: "dml" }),
  }),
  warehouse: (good) => ({
    transaction: (body, options) => good.transaction((tx) => body(withoutDefinitions(tx)), options),
  }),
};

function withoutDefinitions(tx: SqlRunner): SqlRunner {
  return {
    query: (sql, options) => tx.query(sql, options),
    load: (target, rows, options) => tx.load(target, rows, options),
    execute: (sql, options) => (sql.startsWith("create ") ? rejected() : tx.execute(sql, options)),
  };
}

interface Case {
  readonly parts: Parts;
  readonly absent: readonly Feature[];
  /** How many tests are skipped in each group that skips any. */
  readonly skipped: Readonly<Record<string, number>>;
}

const cases: Readonly<Record<string, Case>> = {
  "an engine with nothing but statements": {
    parts: bare,
    absent: [
      "transactions",
      "definitions in transactions",
      "temporary tables",
      "dry run",
      "reading of files",
      "scratch warehouse",
      "backup",
      "published copies",
      "syntax trees",
      "hashes of rows",
      "type time",
      "type interval",
      "type uuid",
      "type json",
    ],
    skipped: {
      connection: 5,
      types: 4,
      exact: 6,
      hashes: 1,
      building: 3,
      transactions: 15,
      parse: 1,
      "dry run": 4,
      errors: 3,
      load: 2,
      files: 16,
      cancel: 1,
      concurrency: 2,
      copies: 6,
      project: 1,
    },
  },
  "an engine with transactions of rows": {
    parts: rowsOnly,
    absent: ["definitions in transactions", "backup"],
    skipped: { building: 1, transactions: 2, copies: 5, project: 1 },
  },
};

for (const [name, { parts, absent, skipped }] of Object.entries(cases)) {
  describe(`the suite on ${name}`, () => {
    describeAdapter("suite", { create: () => withParts(parts), absent });
    it("skips the tests that need what is absent, and runs all others", ({ task }) => {
      const [suite] = task.suite?.tasks ?? [];
      expect(suite === undefined ? undefined : skippedByGroup(suite)).toEqual(skipped);
    });
  });
}

describeAdapter("a suite whose tests need an absent feature that is not listed", {
  create: () => withParts({}),
  groups: ["copies"],
  knownGaps: ["suite > skips tests only for lack of the features that are listed as absent"],
});

describeAdapter("a suite that lists a feature as absent that is there", {
  create: () => withParts({}),
  groups: ["hashes"],
  absent: ["backup", "hashes of rows"],
  knownGaps: ["suite > skips tests only for lack of the features that are listed as absent"],
});

/** Skipped tests as the reporters count them. */
function skippedByGroup(suite: RunnerTask): Readonly<Record<string, number>> {
  const groups = suite.type === "suite" ? suite.tasks : [];
  const counts = groups.map((group) => [group.name, skippedIn(group)] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function skippedIn(task: RunnerTask): number {
  if (task.type === "test") return task.mode === "skip" ? 1 : 0;
  return task.tasks.reduce((sum, inner) => sum + skippedIn(inner), 0);
}
