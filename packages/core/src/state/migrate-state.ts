import type { Dialect } from "../warehouse/dialect.js";
import { runStatements } from "../warehouse/run-statements.js";
import { failpoint } from "../base/failpoint/failpoint.js";
import { SYSTEM_SCHEMA } from "../model/names.js";
import { LAYOUT, SEQUENCE } from "./state-layout.js";
import type { StateWarehouse } from "./state-store.js";
import { createStateTable, insertRows, stateRelation, stateTables } from "./state-tables.js";

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
      await runStatements(tx, statements);
    }
    if (!known.has("promotions")) await tx.execute(firstPromotions(dialect));
    if (known.get("model_versions")?.includes("due_at") === false)
      await tx.execute(lookOnce(dialect));
    const noted = insertRows(dialect, "meta", [
      { key: migrationKey(from), value: new Date().toISOString() },
    ]);
    for (const statement of noted) await tx.execute(statement);
    await tx.execute(
      dialect.updateWhere(
        stateRelation("meta"),
        { value: dialect.literal(String(to)) },
        `key = ${dialect.literal(LAYOUT)}`,
      ),
    );
    failpoint("state.migrated");
  });
}

/** An older layout does not record when rows fall due, so incremental tables look for them once. */
function lookOnce(dialect: Dialect): string {
  const past = dialect.literal(new Date(0), dialect.typeFor("timestamp"));
  return dialect.updateWhere(stateRelation("model_versions"), { due_at: past }, "revision > 0");
}

/** Key of the moment at which a layout was left: its copies are as old as that. */
export function migrationKey(layout: number): string {
  return `state_${String(layout)}_left`;
}

/** The log begins with what readers see: otherwise a later promotion would seem to be the first of its models. */
function firstPromotions(dialect: Dialect): string {
  const shared =
    "model, view_schema, view_name, physical, fingerprint, metadata_fingerprint, run_id, promoted_at";
  const sequence = `(select max(${dialect.cast("value", dialect.typeFor("bigint") ?? "bigint")}) from ${dialect.relation(stateRelation("meta"))} where key = ${dialect.literal(SEQUENCE)})`;
  return dialect.insertSelect(
    stateRelation("promotions"),
    ["environment", "sequence", ...shared.split(", ")],
    `select environment, ${sequence}, ${shared} from ${dialect.relation(stateRelation("environments"))}`,
  );
}
