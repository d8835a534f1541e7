import { expect, describe, it } from "vitest";
import type { Values } from "../../../test/keys/case.js";
import { configCases } from "../../../test/keys/config-cases.js";
import { rowsCases, sharedCases } from "../../../test/keys/definition-cases.js";
import { keyPaths } from "../../../test/keys/key-paths.js";
import { plain } from "../../../test/keys/story.js";
import { findings, testProject } from "../../../test/project.js";
import { fileMeta, queryMeta } from "./column-meta.js";
import { definitionSchemas } from "./definition-schema.js";
import { configSchema } from "./load-config.js";
import { loadProject } from "./load-project.js";

type Definer = keyof typeof definitionSchemas;

/** Keys of a definition that a header has not, or has beside its query. */
const required: Readonly<Record<Definer, readonly string[]>> = {
  model: ["refs", "sql"],
  rows: ["columns", "rows"],
  seed: [],
  source: [],
};

const definers = { model: "defineModel", seed: "defineSeed", source: "defineSource" } as const;

/** The relations of a project with one file, as data; the messages of its faults where there are any. */
async function relationsOf(file: string, text: string): Promise<unknown> {
  const project = testProject({ [file]: text });
  const { models, sources, diagnostics } = await loadProject({ dir: project.dir, env: {} });
  if (diagnostics.length > 0) return diagnostics.map(({ message }) => message);
  return [...models.values(), ...sources.values()].map(plain);
}

const typescript = (definer: string, values: Values, more = "") =>
  `const { sql, z, ${definer} } = globalThis.sluice;\nexport default ${definer}({ ...${JSON.stringify(values)}, ${more} });\n`;

describe.each(Object.entries(sharedCases))("the definition of a %s", (type, cases) => {
  const kind = type as keyof typeof sharedCases;
  const define = (values: Values) => {
    const own = kind === "source" ? { name: "raw.x", ...values } : values;
    const query = kind === "model" ? "sql: () => sql`select 1 as id`" : "";
    return relationsOf("models/raw/x.ts", typescript(definers[kind], own, query));
  };
  const write = ({ checks, ...values }: Values) => {
    const own = kind === "source" ? { name: "raw.x", ...values } : values;
    const text = JSON.stringify(
      checks === undefined ? own : { ...own, checks: yamlChecks(checks) },
    );
    return kind === "model"
      ? relationsOf("models/raw/x.sql", `/* model\n${text}\n*/\nselect 1 as id`)
      : relationsOf(`models/raw/x.${kind}.yaml`, text);
  };

  it("has a case of every key", () => {
    const keys = new Set([...Object.keys(cases), ...Object.keys(rowsCases)]);
    const known = [...keys, ...required[kind]];
    expect(keyPaths(definitionSchemas[kind]).filter((key) => !known.includes(key))).toEqual([]);
  });

  it.each(Object.entries(cases))("%s says in TypeScript what it says in YAML", async (_, one) => {
    const defined = await define(one.with);
    expect(defined).toEqual(await write(one.with));
    expect(defined).not.toEqual(await define(one.without));
  });
});

/** Checks of a definition as a header writes them. */
const yamlChecks = (checks: unknown) =>
  (checks as readonly { type: string; column?: string; args?: object }[]).map(
    ({ type, column, args }) => ({ [type]: { column, ...args } }),
  );

describe("the definition of rows", () => {
  const define = (values: Values) =>
    relationsOf(
      "models/raw/x.ts",
      typescript("defineRows", values, "columns: z.object({ id: z.int() }), rows: () => []"),
    );

  it("has a case of every key", () => {
    const keys = [...Object.keys(rowsCases), ...required.rows].sort();
    expect(keys).toEqual([...keyPaths(definitionSchemas.rows)].sort());
  });

  it.each(Object.entries(rowsCases))("%s has an effect", async (_, one) => {
    expect(await define(one.with)).not.toEqual(await define(one.without));
  });
});

describe("`.meta()` of a column", () => {
  const values: Readonly<Record<string, unknown>> = {
    type: "date",
    description: "A day.",
    tags: ["key"],
    pii: true,
    date_format: "%d/%m/%Y",
    timestamp_format: "%d/%m/%Y",
  };
  /** Documented by zod, for tools of its own. */
  const ofZod = ["id", "title", "deprecated", "examples"];

  it("has a case of every key", () => {
    expect([...Object.keys(values), ...ofZod].sort()).toEqual([...keyPaths(fileMeta)].sort());
    expect(keyPaths(fileMeta)).toEqual(expect.arrayContaining([...keyPaths(queryMeta)]));
  });

  it.each(Object.entries(values))("%s has an effect", async (key, value) => {
    const define = (meta: object) =>
      relationsOf(
        "models/raw/x.ts",
        typescript(
          "defineSeed",
          { file: "s.csv" },
          `columns: z.object({ day: z.string().meta(${JSON.stringify(meta)}) })`,
        ),
      );
    expect(await define({ [key]: value })).not.toEqual(await define({}));
  });
});

describe("a configuration", () => {
  async function load(definition: Values): Promise<unknown> {
    const files = {
      "models/a/m.sql": "select 1 as id",
      "other/a/n.sql": "select 1 as id",
    };
    const project = testProject(files, definition);
    const options = { dir: project.dir, env: {}, environment: "dev" };
    const { models, target, dir: _dir, now: _now, ...loaded } = await loadProject(options);
    return { ...loaded, target: target.name, models: [...models.values()].map(plain) };
  }

  it("has a case of every key", () => {
    expect(Object.keys(configCases).sort()).toEqual([...keyPaths(configSchema)].sort());
  });

  it.each(Object.entries(configCases))("%s has an effect", async (_, one) => {
    expect(await load(one.with)).not.toEqual(await load(one.without));
  });

  it("has no other effect where nothing differs", async () => {
    const { without } = configCases["name"] ?? { without: {} };
    expect(await load(without)).toEqual(await load(without));
    expect(await findings(testProject({ "models/a/m.sql": "select 1 as id" }))).toEqual([]);
  });
});
