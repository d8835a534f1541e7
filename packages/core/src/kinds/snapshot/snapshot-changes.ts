import { changeColumns } from "./change-columns.js";
import { simpleType } from "./snapshot-columns.js";
import { validityColumns } from "./snapshot-settings.js";
import type { SnapshotSql } from "./snapshot-sql.js";

/** The relations that a snapshot reads, as SQL to stand after `from`. */
export interface SnapshotRelations {
  readonly target: string;
  readonly source: string;
}

const { from, to, deleted } = validityColumns;
const { inserts, ends, replaces } = changeColumns;

/**
 * A query that compares the rows of `source` with a snapshot and gives one row for each key that changed: the row to be
 * added, and where the rows start that it ends or takes the place of.
 */
export function changesSelect(sql: SnapshotSql, relations: SnapshotRelations): string {
  const ctes = [
    `candidates as (\n${candidates(sql, relations)}\n)`,
    `history as (\n${history(sql, relations)}\n)`,
    `placed as (\n${placed(sql, relations)}\n)`,
  ];
  const branches = [versions(sql, relations)];
  if (sql.settings.hardDeletes !== "ignore") branches.push(deletions(sql, relations));
  return `with ${ctes.join(",\n")}\n${branches.join("\nunion all\n")}`;
}

/** Rows of the query whose key has no row that holds, or that may be another version than the one that does. */
function candidates(sql: SnapshotSql, { target, source }: SnapshotRelations): string {
  const present = `(c.${from} is not null and not ${sql.isDeletion("c")})`;
  return [
    `select s.*, ${dateOf(sql)} as sluice_date, c.${from} as sluice_from,`,
    `  ${present} as sluice_present, (${present} and ${isBackDated(sql)}) as sluice_back_dated`,
    `from ${source} as s`,
    `left join (select t.* from ${target} as t where ${sql.isOpen("t")}) as c`,
    `  on ${sql.sameKey("s", "c")}`,
    `where not ${present} or ${mayBeNew(sql)}`,
  ].join("\n");
}

/** The date of a row of the query. */
function dateOf({ settings, column, now }: SnapshotSql): string {
  return settings.date === undefined ? now : column("s", settings.date);
}

/**
 * Condition: the row is dated before the one that holds, by that row's own date: it may have started later than that,
 * when its key came back after a deletion.
 */
function isBackDated({ settings, column }: SnapshotSql): string {
  if (!settings.backDates || settings.date === undefined) return "false";
  return `${column("s", settings.date)} < coalesce(${column("c", settings.date)}, c.${from})`;
}

/** Condition that every row of a new version meets, and rows that are none hardly ever. */
function mayBeNew(sql: SnapshotSql): string {
  const { settings, column } = sql;
  if (settings.updatedAt !== undefined) {
    const known = column("c", settings.updatedAt);
    const later = `${column("s", settings.updatedAt)} > ${known}`;
    return `${known} is null or ${later}`;
  }
  const differ = sql.differ("s", "c");
  return settings.backDates ? `${isBackDated(sql)} or ${differ}` : differ;
}

/** What all rows of a key say together, for the candidates that ask. */
function history(sql: SnapshotSql, { target }: SnapshotRelations): string {
  const { settings, column } = sql;
  const keys = settings.key.map((name) => column("h", name)).join(", ");
  const columns = [keys, `max(case when ${sql.isEffective("h")} then h.${to} end) as sluice_end`];
  if (settings.backDates) {
    const follows = `${sql.isEffective("h")} and h.${from} > c.sluice_date`;
    columns.push(`min(case when ${follows} then h.${from} end) as sluice_next`);
  }
  if (settings.backDates && settings.updatedAt !== undefined)
    columns.push(`max(${column("h", settings.updatedAt)}) as sluice_latest`);
  // Without back-dated versions only a key that is new or came back has to know of its past.
  const asked = settings.backDates ? "" : "\nwhere c.sluice_from is null";
  return [
    `select ${columns.join(", ")}`,
    `from ${target} as h`,
    `join candidates as c on ${sql.sameKey("h", "c")}${asked}`,
    `group by ${keys}`,
  ].join("\n");
}

/**
 * Candidates that are new versions, with their start: their date, or where the row they follow starts, whichever is
 * later. A key that came back starts at its date, or at the time of the run where that is before the key was gone.
 */
function placed(sql: SnapshotSql, relations: SnapshotRelations): string {
  const gone = "coalesce(c.sluice_from, h.sluice_end)";
  const starts = [
    `case when c.sluice_back_dated then c.sluice_date`,
    `  when c.sluice_present then greatest(c.sluice_date, c.sluice_from)`,
    `  when ${gone} is null or c.sluice_date >= ${gone} then c.sluice_date`,
    `  else greatest(${sql.now}, ${gone}) end as sluice_starts`,
  ].join("\n");
  const rest = `from candidates as c\nleft join history as h on ${sql.sameKey("h", "c")}`;
  if (!sql.settings.backDates) return `select c.*, ${starts}\n${rest}`;
  return [
    `select c.*, ${starts},`,
    `  p.${from} as sluice_split, coalesce(p.${to}, h.sluice_next) as sluice_next`,
    rest,
    splitRow(sql, relations),
  ].join("\n");
}

/**
 * Joins the row `p` that holds at the date of a back-dated candidate, and leaves out what it says already. The row is
 * found by an inner join and joined by the key alone: other conditions of an outer join keep engines from hashing.
 */
function splitRow(sql: SnapshotSql, { target }: SnapshotRelations): string {
  const { settings, column } = sql;
  const holds = `p.${from} <= b.sluice_date and (p.${to} is null or p.${to} > b.sluice_date)`;
  const known =
    settings.updatedAt === undefined
      ? `c.sluice_back_dated and p.${from} is not null and not ${sql.isDeletion("p")} ` +
        `and not ${sql.differ("c", "p")}`
      : `c.sluice_present and h.sluice_latest is not null ` +
        `and ${column("c", settings.updatedAt)} <= h.sluice_latest`;
  return [
    `left join (`,
    `  select p.* from candidates as b join ${target} as p on ${sql.sameKey("p", "b")}`,
    `  where b.sluice_back_dated and ${sql.isEffective("p")} and ${holds}`,
    `) as p on ${sql.sameKey("p", "c")}`,
    `where not (${known})`,
  ].join("\n");
}

/** The rows to be added for new versions. */
function versions(sql: SnapshotSql, { target }: SnapshotRelations): string {
  const { settings, column, open } = sql;
  const columns = sql.columns.map((name) => column("c", name));
  const added = (validTo: string, ended: string, replaced: string) =>
    `select ${[...columns, `c.sluice_starts as ${from}`, `${validTo} as ${to}`].join(", ")},` +
    `${settings.hardDeletes === "new_record" ? ` false as ${deleted},` : ""}\n` +
    `  true as ${inserts}, ${ended} as ${ends}, ${replaced} as ${replaces}\nfrom placed as c`;
  const none = sql.dialect.cast("null", sql.type);
  if (!settings.backDates) return added(open, "c.sluice_from", none);
  const ended = "case when c.sluice_back_dated then c.sluice_split else c.sluice_from end";
  const until = (next: string) =>
    `case when c.sluice_back_dated then coalesce(${next}, ${open}) else ${open} end`;
  if (settings.updatedAt !== undefined) return added(until("c.sluice_next"), ended, none);
  // The next version says the same: the new one takes its place, rather than to be told from it by nothing.
  return [
    added(
      until(`case when n.${from} is null then c.sluice_next else n.${to} end`),
      ended,
      `n.${from}`,
    ),
    `left join (`,
    `  select n.* from placed as b join ${target} as n`,
    `  on ${sql.sameKey("n", "b")} and n.${from} = b.sluice_next`,
    `  where b.sluice_back_dated and ${sql.isEffective("n")} and not ${sql.isDeletion("n")}`,
    `    and not ${sql.differ("n", "b")}`,
    `) as n on ${sql.sameKey("n", "c")}`,
  ].join("\n");
}

/** The current rows whose key the query no longer gives: what ends them, and what says that they are gone. */
function deletions(sql: SnapshotSql, { target, source }: SnapshotRelations): string {
  const { settings, dialect, column, open } = sql;
  const isRecorded = settings.hardDeletes === "new_record";
  const columns = sql.columns.map((name) => column("t", name));
  const at = `greatest(${sql.now}, t.${from})`;
  const flag = dialect.cast(isRecorded ? "true" : "false", simpleType("boolean", dialect));
  return [
    `select ${[...columns, at, open, ...(isRecorded ? [flag] : []), flag].join(", ")},`,
    `  t.${from}, ${dialect.cast("null", sql.type)}`,
    `from ${target} as t`,
    `where ${sql.isOpen("t")} and not ${sql.isDeletion("t")}`,
    `  and not exists (select 1 from ${source} as s where ${sql.sameKey("s", "t")})`,
  ].join("\n");
}
