import type { Dialect } from "../adapter/dialect.js";
import { SYSTEM_SCHEMA } from "../load/names.js";
import type { StateWarehouse } from "./state-store.js";
import { createStateTable, stateRelation, stateTables } from "./state-tables.js";

/**
 * Brings a state of an older layout to this one, all or nothing. The old tables stay beside it as
 * `state_<layout>__<table>`. A layout only ever adds tables and columns, which begin as null.
 */
export async function migrateState(
  warehouse: StateWarehouse,
  { from, to, dialect }: { readonly from: number; readonly to: number; readonly dialect: Dialect },
): Promise<void> {
  const known = new Map<string, readonly string[]>();
  for (const [name] of stateTables) {
    const found = await warehouse.describe(stateRelation(name));
    if (found)
      known.set(
        name,
        found.columns.map((column) => column.name.toLowerCase()),
      );
  }
  await warehouse.transaction(async (tx) => {
    for (const [name, columns] of stateTables) {
      const target = stateRelation(name);
      const old = known.get(name);
      const statements = [createStateTable(name, dialect)];
      if (old) {
        const backup = { schema: SYSTEM_SCHEMA, name: `state_${String(from)}__${name}` };
        const kept = columns.filter((column) => old.includes(column));
        const list = kept.map((column) => dialect.quoteIdentifier(column)).join(", ");
        statements.unshift(
          dialect.dropRelation(backup, "table"),
          dialect.createTableAs(backup, `select * from ${dialect.relation(target)}`),
          dialect.dropRelation(target, "table"),
        );
        statements.push(
          dialect.insertSelect(target, kept, `select ${list} from ${dialect.relation(backup)}`),
        );
      }
      await tx.execute(statements.join(";\n"));
    }
    await tx.execute(
      `update ${dialect.relation(stateRelation("meta"))} set value = ${dialect.literal(String(to))} where key = 'schema_version'`,
    );
  });
}
