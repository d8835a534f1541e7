import type { StateChange } from "./state-change.js";
import type { ChangeWriters, StateWriter } from "./state-writer.js";
import { environmentWriters } from "./write-environments.js";
import { runWriters } from "./write-runs.js";
import { timeWriters } from "./write-time.js";
import { versionWriters } from "./write-versions.js";

const writers: ChangeWriters<StateChange> = {
  ...versionWriters,
  ...timeWriters,
  ...environmentWriters,
  ...runWriters,
};

/** Writes changes of the state in their order, in one transaction. */
export async function applyChanges(
  changes: readonly StateChange[],
  to: StateWriter,
): Promise<void> {
  for (const change of changes) {
    const write = writers[change.type] as (one: StateChange, to: StateWriter) => Promise<void>;
    await write(change, to);
  }
}
