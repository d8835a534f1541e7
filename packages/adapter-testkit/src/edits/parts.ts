/** A model in SQL. */
export interface ModelPart {
  readonly part: "model";
  readonly schema: string;
  readonly name: string;
  /** Models of one group read each other and the models of the group `base`. */
  readonly group: string;
  /** Keys of the header with their YAML. */
  readonly header: Readonly<Record<string, string>>;
  readonly sql: string;
}

/** A seed of JSON lines. */
export interface SeedPart {
  readonly part: "seed";
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Values in the order of the columns. */
  readonly rows: readonly (readonly SeedValue[])[];
}

/** A value as JSON has it. */
export type SeedValue =
  string | number | null | readonly SeedValue[] | { readonly [field: string]: SeedValue };

/** Configuration, and the constant in a file that a model in TypeScript imports. */
export interface ProjectPart {
  readonly part: "project";
  readonly factor: number;
  readonly rates: Readonly<Record<string, number>>;
  readonly settings: Readonly<Record<string, string | boolean>>;
  /** Kinds of the models of a folder. */
  readonly folders: Readonly<Record<string, "view" | "table" | "ephemeral">>;
  readonly step: number;
}

export type Part = ModelPart | SeedPart | ProjectPart;

/** The parts of a project by name: `marts.orders`, `raw.a`, `project`. */
export type Project = ReadonlyMap<string, Part>;

/** One edit of one part. */
export interface Edit {
  readonly mutator: string;
  /** Name of the part. */
  readonly target: string;
  readonly before: Part;
  readonly after: Part;
}

/** The group of a part; seeds and configuration are the whole project's. */
export function groupOf(part: Part): string {
  return part.part === "model" ? part.group : "base";
}

/** The project after edits, in order. */
export function edited(project: Project, edits: readonly Edit[]): Project {
  const parts = new Map(project);
  for (const { target, after } of edits) parts.set(target, after);
  return parts;
}

/** The configuration among the parts. */
export function configurationOf(project: Project): ProjectPart {
  const part = project.get("project");
  return part?.part === "project" ? part : plainConfiguration;
}

/** Configuration of a project before its first edit. */
export const plainConfiguration: ProjectPart = {
  part: "project",
  factor: 2,
  rates: { a: 1.5, b: 4 },
  settings: {},
  folders: { base: "table" },
  step: 1,
};

/** A query with the values that its parameters have before the first edit. */
export function withParameters(sql: string): string {
  const { factor, rates } = plainConfiguration;
  const entries = Object.entries(rates).map(([key, rate]) => `'${key}': ${String(rate)}`);
  return sql
    .replaceAll("$factor", String(factor))
    .replaceAll("$rates", `map {${entries.join(", ")}}`);
}
