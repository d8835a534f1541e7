import { pickOne, pickSome, type Pick } from "../random.js";
import type { ProjectPart, SeedPart, SeedValue } from "../parts.js";

type SeedMutator = (seed: SeedPart, pick: Pick) => SeedPart | undefined;
type ProjectMutator = (project: ProjectPart, pick: Pick) => ProjectPart;

const rowRemoved: SeedMutator = (seed, pick) =>
  seed.rows.length < 3
    ? undefined
    : { ...seed, rows: pickSome(seed.rows, seed.rows.length - 1, pick) };

const rowsReversed: SeedMutator = (seed) => ({ ...seed, rows: seed.rows.toReversed() });

const valueChanged: SeedMutator = (seed, pick) => {
  const row = pick(seed.rows.length);
  const column = seed.columns.findIndex(({ name }) => ["x", "y", "z", "w"].includes(name));
  if (column < 0) return undefined;
  const rows = seed.rows.map((values, i) =>
    i === row ? values.with(column, 1 + pick(6)) : values,
  );
  return { ...seed, rows };
};

const columnAdded: SeedMutator = (seed, pick) => {
  const free = ["e", "n", "h"].filter((name) =>
    seed.columns.every((column) => column.name !== name),
  );
  const name = pickOne(free, pick);
  if (name === undefined) return undefined;
  const columns = [...seed.columns, { name, type: "integer" }];
  return { ...seed, columns, rows: seed.rows.map((row) => [...row, pick(5)]) };
};

const columnsMoved: SeedMutator = (seed) => ({
  ...seed,
  columns: seed.columns.toReversed(),
  rows: seed.rows.map((row) => row.toReversed()),
});

const otherTypes: Readonly<Record<string, string>> = {
  integer: "bigint",
  bigint: "integer",
  date: "timestamp",
};

const typeChanged: SeedMutator = (seed, pick) => {
  const columns = seed.columns.filter(({ name, type }) => type in otherTypes && name !== "k");
  const chosen = pickOne(columns, pick);
  if (chosen === undefined) return undefined;
  const retyped = (column: (typeof columns)[number]) =>
    column === chosen ? { ...column, type: otherTypes[column.type] ?? column.type } : column;
  return { ...seed, columns: seed.columns.map(retyped) };
};

/** Another letter case of the first field of a struct, in its type and in the rows. */
const fieldCase: SeedMutator = (seed) => {
  const at = seed.columns.findIndex(({ type }) => type.startsWith("struct("));
  const type = seed.columns[at]?.type;
  if (type === undefined) return undefined;
  const [was, is] = type.includes("(Ab") ? ["Ab", "ab"] : ["ab", "Ab"];
  const columns = seed.columns.map((column) => ({
    ...column,
    type: column.type.replace(`(${was} `, `(${is} `),
  }));
  const rows = seed.rows.map((row) => row.map((value) => renamedField(value, was, is)));
  return { ...seed, columns, rows };
};

function renamedField(value: SeedValue, was: string, is: string): SeedValue {
  if (value === null || typeof value !== "object" || value instanceof Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name === was ? is : name, field]),
  );
}

/** Edits of seeds, by name. */
export const seedMutators: Readonly<Record<string, SeedMutator>> = {
  "row removed": rowRemoved,
  "rows reversed": rowsReversed,
  "value changed": valueChanged,
  "seed's column added": columnAdded,
  "seed's columns moved": columnsMoved,
  "declared type": typeChanged,
  "case of a field": fieldCase,
};

const settings: readonly ProjectPart["settings"][] = [
  {},
  { default_null_order: "nulls_first" },
  { integer_division: true },
  { TimeZone: "Asia/Tokyo" },
  { default_order: "desc" },
  { default_collation: "nocase" },
];

/** Edits of what holds for the whole project, by name. */
export const projectMutators: Readonly<Record<string, ProjectMutator>> = {
  variable: (project, pick) => ({ ...project, factor: 1 + pick(5) }),
  "variable of a map": (project, pick) => ({
    ...project,
    rates: { ...project.rates, [pick(2) === 0 ? "a" : "b"]: 2 + pick(3) },
  }),
  setting: (project, pick) => ({ ...project, settings: pickOne(settings, pick) ?? {} }),
  "kind of a folder": (project, pick) => ({
    ...project,
    folders: { base: pickOne(["view", "table"] as const, pick) ?? "table" },
  }),
  helper: (project, pick) => ({ ...project, step: 1 + pick(5) }),
};
