import { describe, expect, it } from "vitest";
import { createKit, type AdapterUnderTest, type Kit } from "./context.js";
import { cancelGroup } from "./groups/cancel.js";
import { concurrencyGroup } from "./groups/concurrency.js";
import { connectionGroup } from "./groups/connection.js";
import { dryRunGroup } from "./groups/dry-run.js";
import { errorsGroup } from "./groups/errors.js";
import { loadGroup } from "./groups/load.js";
import { parseGroup } from "./groups/parse.js";
import { quotingGroup } from "./groups/quoting.js";
import { relationsGroup } from "./groups/relations.js";
import { streamingGroup } from "./groups/streaming.js";
import { transactionsGroup } from "./groups/transactions.js";
import { typesGroup } from "./groups/types.js";

const groups: Readonly<Record<string, (kit: Kit) => void>> = {
  connection: connectionGroup,
  quoting: quotingGroup,
  types: typesGroup,
  relations: relationsGroup,
  transactions: transactionsGroup,
  parse: parseGroup,
  "dry run": dryRunGroup,
  errors: errorsGroup,
  streaming: streamingGroup,
  load: loadGroup,
  cancel: cancelGroup,
  concurrency: concurrencyGroup,
};

/**
 * The conformance suite every adapter passes. Call it at the top of a test file.
 *
 * @example
 * describeAdapter("duckdb in memory", { create: () => duckdb({ path: ":memory:" }) });
 */
export function describeAdapter(name: string, under: AdapterUnderTest): void {
  describe(name, () => {
    const seen = new Set<string>();
    const kit = createKit(under, seen);
    for (const [group, register] of Object.entries(groups)) {
      describe(group, () => register(kit(group)));
    }
    it("has no known gap that is no test", () => {
      expect([...seen]).toEqual(expect.arrayContaining([...(under.knownGaps ?? [])]));
    });
  });
}
