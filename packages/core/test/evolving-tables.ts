import { testProject, type TestProject } from "./project.js";

/** Kinds of tables that keep their rows, as headers write them. */
export const keptKinds = {
  by_time: "type: incremental_by_time, time: ts, start: 2024-01-01",
  by_key: "type: incremental_by_key, key: id",
  append: "type: append, time: ts",
  snapshot: "type: snapshot, key: id",
} as const;
export type KeptKindName = keyof typeof keptKinds;

export const policies = ["append", "sync", "rebuild", "fail"] as const;
export type Policy = (typeof policies)[number];

/** SQL values of `v` in the feed: the first row on day one, that row on day two, and the new row of day two. */
export interface Feed {
  readonly first: string;
  readonly again: string;
  readonly next: string;
}

/** Days on which the feed is read. */
export const days = ["2024-01-02T12:00:00Z", "2024-01-03T12:00:00Z"] as const;

const filters: Partial<Record<KeptKindName, string>> = {
  by_time: " where ts >= $start and ts < $end",
};

/** A model that reads the feed, as it is written. */
export interface FeedModel {
  readonly name: string;
  readonly policy: Policy;
  /** Select item in the place of `v`. @default "v" */
  readonly list?: string | undefined;
  readonly forwardOnly?: boolean | undefined;
}

/** A model of a kind that reads the feed, with its select list. */
export function feedModel(
  kind: KeptKindName,
  { name, policy, list, forwardOnly = false }: FeedModel,
): Readonly<Record<string, string>> {
  const more = forwardOnly ? ", forward_only: true" : "";
  const header = `/* model\nkind: { ${keptKinds[kind]}, on_schema_change: ${policy}${more} }\n*/`;
  return {
    [`models/marts/${name}.sql`]: `${header}\nselect id, ts, ${list ?? "v"} from ext.feed${filters[kind] ?? ""}`,
  };
}

/** A project whose models read a table that somebody else fills; another model beside them reads nothing of it. */
export function feedProject(
  models: readonly { kind: KeptKindName; name: string; policy: Policy }[],
): TestProject {
  return testProject({
    "models/ext/feed.source.yaml": "table: ext.feed\n",
    "models/marts/beside.sql": "/* model\nkind: table\n*/\nselect count(*) as n from ext.feed",
    ...Object.fromEntries(
      models.flatMap(({ kind, ...model }) => Object.entries(feedModel(kind, model))),
    ),
  });
}

/** Fills the feed as it is on the first or the second day. */
export async function fill(project: TestProject, feed: Feed, day: 1 | 2): Promise<void> {
  const rows =
    day === 1
      ? [`(1, timestamp '2024-01-01 10:00:00', ${feed.first})`]
      : [
          `(1, timestamp '2024-01-01 10:00:00', ${feed.again})`,
          `(2, timestamp '2024-01-02 10:00:00', ${feed.next})`,
        ];
  await project.execute(`create schema if not exists ext;
    create or replace table ext.feed as select * from (values ${rows.join(", ")}) as t(id, ts, v)`);
}

/** Values and type of `v` of each model, as readers see them. */
export async function shown(
  project: TestProject,
  names: readonly string[],
  column = "v",
): Promise<Readonly<Record<string, { type: unknown; values: unknown }>>> {
  const selects = names.map(
    (name) =>
      `select '${name}' as name, any_value(typeof(${column})) as type, string_agg(coalesce(${column}::varchar, 'null'), ' | ' order by id) as values from marts.${name}`,
  );
  const rows = await project.rawRows(selects.join(" union all "));
  return Object.fromEntries(
    names.map((name) => {
      const row = rows.find((one) => one["name"] === name);
      return [name, { type: row?.["type"], values: row?.["values"] }] as const;
    }),
  );
}
