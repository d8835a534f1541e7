import type { SimulatedTable } from "./simulation/simulated-table.js";
import { Append } from "./simulation/append.js";
import { ByKey } from "./simulation/by-key.js";
import { ByTime, type RowText } from "./simulation/by-time.js";
import { Snapshot } from "./simulation/snapshot.js";
import type { Options } from "./simulation/table.js";

/** The hours of a timestamp as SQL. */
const hours = (column: string) => `date_diff('hour', timestamp '2024-01-01', ${column})`;

/** A table with certain options of its kind. */
export interface Variant {
  readonly kind: string;
  /** The selected columns, and a filter. */
  readonly query: (value: string) => { readonly columns: string; readonly where?: string };
  readonly options: Options;
}

interface Table {
  /** Options that a history changes between; it begins with the first. */
  readonly variants: readonly Variant[];
  /** The columns of a row as one text. */
  readonly text: string;
  readonly simulate: () => SimulatedTable;
}

/** Options as they are written in the header, and for the simulation. */
type Written = readonly [kind: string, options?: Partial<Options>];

const bounds = "ts >= $start and ts < $end";

function timed(
  { columns, common }: { readonly columns: (value: string) => string; readonly common: string },
  written: readonly Written[],
): readonly Variant[] {
  return written.map(([kind, options]) => ({
    kind: `type: incremental_by_time, ${common}${kind}`,
    query: (value) => ({ columns: columns(value), where: bounds }),
    options: { edit: "", ...options },
  }));
}

const withHour: RowText = ({ id, hour }, { value }) => `${id} ${hour} ${value}`;
const withDay: RowText = ({ id, hour }, { value }) => `${id} ${Math.floor(hour / 24)} ${value}`;
const withStart: RowText = ({ id, hour }, { value, grain }) =>
  `${id} ${hour} ${value} ${grain.start}`;

const byTime: Table = {
  variants: timed({ columns: (v) => `id, ts, ${v} as v`, common: "time: ts" }, [
    [", start: 2024-01-01"],
    [", start: 2024-01-01, grain: 6 hours", { grain: 6 }],
    [", start: 2024-01-01, grain: week", { grain: 168 }],
    [", start: 2024-01-01, grain: 6 hours, lookback: 3", { grain: 6, lookback: 3 }],
    [", start: 2024-01-03", { start: 48 }],
    [", start: 2024-01-03, grain: week, lookback: 1", { start: 48, grain: 168, lookback: 1 }],
    [", start: 2024-01-01, batch_size: 1"],
    [", start: 2024-01-01, forward_only: true", { forwardOnly: true }],
  ]),
  text: `concat_ws(' ', id, ${hours("ts")}, v)`,
  simulate: () => new ByTime(withHour),
};

const byTimeLookback: Table = {
  variants: timed(
    {
      columns: (v) => `id, cast(ts as date) as day, cast(ts as date) as other, ${v} as v`,
      common: "start: 2024-01-01, ",
    },
    [
      ["time: day, lookback: 2", { edit: "day", lookback: 2 }],
      ["time: other, lookback: 2", { edit: "other", lookback: 2 }],
      ["time: day", { edit: "day" }],
      ["time: day, lookback: 1, batch_size: 2", { edit: "day", lookback: 1 }],
      ["time: other, lookback: 1, grain: week", { edit: "other", lookback: 1, grain: 168 }],
    ],
  ),
  text: "concat_ws(' ', id, date_diff('day', date '2024-01-01', day), v)",
  simulate: () => new ByTime(withDay),
};

const byTimeRecompute: Table = {
  variants: timed({ columns: (v) => `id, ts, ${v} as v`, common: "time: ts, start: 2024-01-01" }, [
    [", on_late_input: recompute", { takesLate: true }],
    [""],
    [", on_late_input: recompute, lookback: 1", { takesLate: true, lookback: 1 }],
    [", on_late_input: recompute, grain: week", { takesLate: true, grain: 168 }],
    [", on_late_input: recompute, grain: 6 hours", { takesLate: true, grain: 6 }],
  ]),
  text: byTime.text,
  simulate: byTime.simulate,
};

/** T12: the query shows `$start`, so that another grain or another lot is an own edit. */
const byTimeShown: Table = {
  variants: timed(
    {
      columns: (v) => `id, ts, ${v} as v, $start as begin`,
      common: "time: ts, start: 2024-01-01, batch_size: 1",
    },
    [
      ["", { edit: "day" }],
      [", grain: 6 hours", { edit: "6 hours", grain: 6 }],
      [", grain: week", { edit: "week", grain: 168 }],
    ],
  ),
  text: `concat_ws(' ', id, ${hours("ts")}, v, ${hours("begin")})`,
  simulate: () => new ByTime(withStart),
};

/** Queries with and without a further column, over rows that stay. */
function byTimeColumns(onSchemaChange: NonNullable<Options["onSchemaChange"]>): Table {
  return {
    variants: [false, true].map((note) => ({
      kind: `type: incremental_by_time, time: ts, start: 2024-01-01, forward_only: true, on_schema_change: ${onSchemaChange}`,
      query: (value) => ({
        columns: `id, ts, ${value} as v${note ? ", id * 10 as note" : ""}`,
        where: bounds,
      }),
      options: { edit: String(note), note, onSchemaChange, forwardOnly: true },
    })),
    text: `concat_ws(' ', id, ${hours("ts")}, v, to_json(t) ->> 'note')`,
    simulate: byTime.simulate,
  };
}

/** K8: another key, or another way to delete, is an own edit. */
function byKey(first: "ignore" | "missing" | "column"): Table {
  const others = ["ignore", "missing", "column"] as const;
  const deletes = [first, ...others.filter((other) => other !== first)];
  const all = [false, true].flatMap((isKeyWide) =>
    deletes.map((how): Options => ({ edit: `${how} ${isKeyWide}`, deletes: how, isKeyWide })),
  );
  const narrow = all.slice(0, 1).map((options) => ({ ...options, forwardOnly: true }));
  return {
    variants: [...all, ...narrow].map((options) => ({
      kind: [
        `type: incremental_by_key, key: ${options.isKeyWide === true ? "[id, gone]" : "id"}`,
        `deletes: ${options.deletes === "column" ? "{ column: gone }" : (options.deletes ?? "")}`,
        ...(options.forwardOnly === true ? ["forward_only: true"] : []),
      ].join(", "),
      query: (value) => ({ columns: `id, gone, ${value} as v` }),
      options,
    })),
    text: "concat_ws(' ', id, v)",
    simulate: () =>
      new ByKey({
        key: ({ id, gone }, { options }) =>
          options.isKeyWide === true ? `${id} ${gone}` : `${id}`,
        text: ({ id }, value) => `${id} ${value}`,
      }),
  };
}

/** By key, with and without a further column, over rows that stay. */
function byKeyColumns(onSchemaChange: NonNullable<Options["onSchemaChange"]>): Table {
  return {
    variants: [false, true].map((note) => ({
      kind: `type: incremental_by_key, key: id, forward_only: true, on_schema_change: ${onSchemaChange}`,
      query: (value) => ({ columns: `id, ${value} as v${note ? ", id * 10 as note" : ""}` }),
      options: { edit: String(note), note, onSchemaChange, deletes: "ignore", forwardOnly: true },
    })),
    text: `concat_ws(' ', id, v, to_json(t) ->> 'note')`,
    simulate: byKeyNow.simulate,
  };
}

/** By key with `updated_at`, and with `$since` where the query need not give all rows. */
const byKeyDated: Table = {
  variants: (["ignore", "column", "missing"] as const).map((deletes) => ({
    kind: [
      "type: incremental_by_key, key: id, updated_at: changed",
      `deletes: ${deletes === "column" ? "{ column: gone }" : deletes}`,
    ].join(", "),
    query: (value) => ({
      columns: `id, gone, changed, ${value} as v`,
      ...(deletes !== "missing" && { where: "changed >= $since" }),
    }),
    options: { edit: deletes, deletes, isDated: true },
  })),
  text: `concat_ws(' ', id, v, ${hours("changed")})`,
  simulate: () =>
    new ByKey({
      key: ({ id }) => `${id}`,
      text: ({ id, changed }, value) => `${id} ${value} ${changed}`,
    }),
};

/** Several rows of a key, of which `order` takes one. */
const byKeyOrdered: Table = {
  variants: (["ignore", "missing"] as const).map((deletes) => ({
    kind: `type: incremental_by_key, key: part, order: id desc, deletes: ${deletes}`,
    query: (value) => ({ columns: `id % 3 as part, id, ${value} as v` }),
    options: { edit: deletes, deletes },
  })),
  text: "concat_ws(' ', part, id, v)",
  simulate: () =>
    new ByKey({
      key: ({ id }) => String(id % 3),
      text: ({ id }, value) => `${id % 3} ${id} ${value}`,
    }),
};

/** The rows up to `$now`. */
const byKeyNow: Table = {
  variants: [
    {
      kind: "type: incremental_by_key, key: id",
      query: (value) => ({ columns: `id, ${value} as v`, where: "ts <= $now" }),
      options: { edit: "", deletes: "ignore", readsNow: true },
    },
  ],
  text: "concat_ws(' ', id, v)",
  simulate: () =>
    new ByKey({ key: ({ id }) => `${id}`, text: ({ id }, value) => `${id} ${value}` }),
};

function append(...timed: readonly boolean[]): Table {
  return {
    variants: timed.map((isTimed) => ({
      kind: `type: append${isTimed ? ", time: ts" : ""}`,
      query: (value) => ({ columns: `id, ts, ${value} as v` }),
      options: { edit: String(isTimed), isTimed, forwardOnly: true },
    })),
    text: `concat_ws(' ', id, ${hours("ts")}, v)`,
    simulate: () => new Append(),
  };
}

function snapshot(...deletes: readonly ("ignore" | "invalidate")[]): Table {
  return {
    variants: deletes.map((how) => ({
      kind: `type: snapshot, key: id, hard_deletes: ${how}`,
      query: (value) => ({ columns: `id, ${value} as v` }),
      options: { edit: how, deletes: how, forwardOnly: true, isHistory: true },
    })),
    text: `concat_ws(' ', id, v, ${hours("valid_from")}, coalesce(${hours("valid_to")}::text, '-'))`,
    simulate: () => new Snapshot(),
  };
}

/** A history by `timestamp`, which holds from `changed` on. */
const snapshotDated: Table = {
  variants: (["ignore", "invalidate"] as const).map((how) => ({
    kind: `type: snapshot, key: id, updated_at: changed, hard_deletes: ${how}`,
    query: (value) => ({ columns: `id, changed, ${value} as v` }),
    options: { edit: how, deletes: how, isDated: true, forwardOnly: true, isHistory: true },
  })),
  text: snapshot().text,
  simulate: () => new Snapshot(),
};

const snapshotRecords: Table = {
  variants: [
    {
      kind: "type: snapshot, key: id, hard_deletes: new_record",
      query: (value) => ({ columns: `id, ${value} as v` }),
      options: { edit: "", deletes: "new_record", forwardOnly: true, isHistory: true },
    },
  ],
  text: snapshot().text.replace(/\)$/, ", case when is_deleted then 'gone' end)"),
  simulate: () => new Snapshot(),
};

/** The tables that histories choose from, of every kind. */
export const tables: Readonly<Record<string, Table>> = {
  by_time: byTime,
  by_time_lookback: byTimeLookback,
  by_time_recompute: byTimeRecompute,
  by_time_shown: byTimeShown,
  by_time_append: byTimeColumns("append"),
  by_time_sync: byTimeColumns("sync"),
  by_time_rebuild: byTimeColumns("rebuild"),
  by_time_fail: byTimeColumns("fail"),
  append: append(false, true),
  append_by_time: append(true, false),
  by_key: byKey("ignore"),
  by_key_missing: byKey("missing"),
  by_key_column: byKey("column"),
  by_key_dated: byKeyDated,
  by_key_ordered: byKeyOrdered,
  by_key_now: byKeyNow,
  by_key_append: byKeyColumns("append"),
  by_key_sync: byKeyColumns("sync"),
  snapshot: snapshot("ignore", "invalidate"),
  snapshot_invalidate: snapshot("invalidate", "ignore"),
  snapshot_dated: snapshotDated,
  snapshot_records: snapshotRecords,
};
