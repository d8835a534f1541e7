import { describe, expect } from "vitest";
import { createKit, type AdapterUnderTest, type Kit, type SuiteKit } from "./context.js";
import { absentFeatures, type Feature } from "./features.js";
import { buildingGroup } from "./groups/building.js";
import { cancelGroup } from "./groups/cancel.js";
import { capabilitiesGroup } from "./groups/capabilities.js";
import { concurrencyGroup } from "./groups/concurrency.js";
import { connectionGroup } from "./groups/connection.js";
import { copiesGroup } from "./groups/copies.js";
import { dryRunGroup } from "./groups/dry-run.js";
import { errorsGroup } from "./groups/errors.js";
import { evolvingGroup } from "./groups/evolving.js";
import { exactGroup } from "./groups/exact.js";
import { filesGroup } from "./groups/files.js";
import { hashesGroup } from "./groups/hashes.js";
import { lexisGroup } from "./groups/lexis.js";
import { loadGroup } from "./groups/load.js";
import { parseGroup } from "./groups/parse.js";
import { projectGroup } from "./groups/project.js";
import { quotingGroup } from "./groups/quoting.js";
import { relationsGroup } from "./groups/relations.js";
import { statementsGroup } from "./groups/statements.js";
import { streamingGroup } from "./groups/streaming.js";
import { transactionsGroup } from "./groups/transactions.js";
import { typesGroup } from "./groups/types.js";

const groups = {
  connection: connectionGroup,
  capabilities: capabilitiesGroup,
  quoting: quotingGroup,
  lexis: lexisGroup,
  types: typesGroup,
  exact: exactGroup,
  evolving: evolvingGroup,
  hashes: hashesGroup,
  relations: relationsGroup,
  building: buildingGroup,
  statements: statementsGroup,
  transactions: transactionsGroup,
  parse: parseGroup,
  "dry run": dryRunGroup,
  errors: errorsGroup,
  streaming: streamingGroup,
  load: loadGroup,
  files: filesGroup,
  cancel: cancelGroup,
  concurrency: concurrencyGroup,
  copies: copiesGroup,
  project: projectGroup,
} as const satisfies Readonly<Record<string, (kit: Kit) => void>>;

/** A part of the suite. */
export type GroupName = keyof typeof groups;

/** How an adapter is put under test, and how much of the suite. */
export interface AdapterSuite extends AdapterUnderTest {
  /** Groups of tests to run, for a look at a part. @default all: an adapter conforms when all of them pass */
  readonly groups?: readonly GroupName[];
}

/**
 * The conformance suite every adapter passes. Call it at the top of a test file.
 *
 * @example
 * describeAdapter("duckdb in memory", { create: () => duckdb({ path: ":memory:" }) });
 */
export function describeAdapter(name: string, under: AdapterSuite): void {
  describe(name, () => {
    const kit = createKit(under);
    const wanted = under.groups ?? (Object.keys(groups) as readonly GroupName[]);
    for (const group of wanted) describe(group, () => groups[group](kit.kitOf(group)));
    describe("suite", () => closingTests(kit, under));
  });
}

/** Facts about the suite itself, when all its tests have run. */
function closingTests({ kitOf, open, tests }: SuiteKit, under: AdapterUnderTest): void {
  const { test } = kitOf("suite");
  test("skips tests only for lack of the features that are listed as absent", async (context) => {
    const listed = new Set<Feature>(under.absent);
    const absent = absentFeatures([...new Set([...tests.needs, ...listed])], open());
    expect(new Set(absent), "features that the engine lacks").toEqual(listed);
    for (const [features, count] of tests.skipped)
      await context.annotate(`tests skipped for lack of ${features}: ${count}`);
  });
  test("has no known gap that is no test", () => {
    expect([...tests.titles]).toEqual(expect.arrayContaining([...(under.knownGaps ?? [])]));
  });
}
