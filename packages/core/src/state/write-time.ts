import { intervalRows } from "./interval-rows.js";
import { hashesWhere, hashRows } from "./input-hash-rows.js";
import type { TimeStateChange } from "./state-change.js";
import { stateRelation, stateTables } from "./state-tables.js";
import { deleteListed, type ChangeWriters } from "./state-writer.js";
import { writeRows } from "./write-rows.js";

const hashTable = stateRelation("input_hashes");

/** Writers of changes of computed time and of the hashes of inputs. */
export const timeWriters: ChangeWriters<TimeStateChange> = {
  "add interval": ({ physical, interval, runId }, to) =>
    writeRows(to, "intervals", intervalRows(physical, [interval], runId)),
  "set intervals": async ({ tables, runId }, to) => {
    await deleteListed(to, "intervals", ["physical", tables.map(({ physical }) => physical)]);
    const rows = tables.flatMap(({ physical, done }) => intervalRows(physical, done, runId));
    await writeRows(to, "intervals", rows);
  },
  "add input hashes": ({ physical, hashes }, to) =>
    writeRows(to, "input_hashes", hashRows(physical, hashes)),
  "remove input hashes": async ({ physical, range }, { runner, dialect }) => {
    const removed = hashesWhere(physical, { range, dialect });
    await runner.execute(dialect.deleteWhere(hashTable, removed));
  },
  "copy input hashes": async ({ from, to: copy }, { runner, dialect }) => {
    const columns = stateTables.find(([name]) => name === "input_hashes")?.[1] ?? [];
    const values = columns.map((name) => (name === "physical" ? dialect.literal(copy) : name));
    const copied = hashesWhere(from, { dialect });
    const select = `select ${values.join(", ")} from ${dialect.relation(hashTable)} where ${copied}`;
    await runner.execute(dialect.insertSelect(hashTable, columns, select));
  },
};
