import { functions, language } from "../../test/duckdb-language.js";
import { beforeAll, describe, expect, it } from "vitest";
import { changeEngine, modelsOf, type ChangeEngine } from "../../test/change-engine.js";
import { categorize, type ModelVersion, type ModelVersions } from "./categorize.js";

let engine: ChangeEngine;
beforeAll(async () => {
  engine = await changeEngine();
  return () => engine.close();
});

const before = {
  "shop.sales": "select order_id, amount, tax from raw.orders",
  "shop.taxes": "select order_id, tax * 2 as tax from shop.sales",
  "shop.report": "select tax from shop.taxes",
};

/** Category and changed columns by model, for short. */
async function categories(models: readonly ModelVersions[], of = language) {
  const changes = await categorize({ models, reader: { language: of, read: engine.trees } });
  return Object.fromEntries(
    [...changes].map(([name, { category, changed }]) => [
      name,
      `${category} ${changed === "all" ? "all" : changed.join(",")}`.trim(),
    ]),
  );
}

/** The models with something else in place of one of them. */
async function withModel(
  name: string,
  edit: (model: ModelVersions) => Partial<ModelVersions>,
): Promise<readonly ModelVersions[]> {
  const models = await modelsOf(engine, before, before);
  return models.map((model) => (model.name === name ? { ...model, ...edit(model) } : model));
}

describe("models that come and go", () => {
  it("an added model makes its readers read all of it", async () => {
    const { "shop.sales": sales, ...others } = before;
    const models = await modelsOf(engine, before, before);
    const added = models.map((model) =>
      model.name === "shop.sales" ? { ...model, before: undefined } : model,
    );
    expect(sales).toContain("raw.orders");
    expect(Object.keys(others)).toHaveLength(2);
    expect(await categories(added)).toEqual({
      "shop.sales": "added all",
      "shop.taxes": "indirect all",
      "shop.report": "indirect all",
    });
  });

  it("a removed model is not built", async () => {
    const models = await withModel("shop.report", () => ({ after: undefined }));
    const changes = await categorize({ models, reader: { language, read: engine.trees } });
    expect(changes.get("shop.report")).toMatchObject({ category: "removed", rebuild: false });
    expect(changes.get("shop.taxes")).toMatchObject({ category: "unchanged", rebuild: false });
  });
});

describe("what is not in the query", () => {
  const edited = (version: ModelVersion | undefined, edit: Partial<ModelVersion>) =>
    version && { ...version, ...edit };

  it("another kind or option is another table", async () => {
    const models = await withModel("shop.sales", ({ after }) => ({
      after: edited(after, { definition: "other", options: "incremental" }),
    }));
    expect(await categories(models)).toEqual({
      "shop.sales": "breaking all",
      "shop.taxes": "indirect all",
      "shop.report": "indirect all",
    });
  });

  it("another file of a seed is other rows", async () => {
    const seed = (definition: string, version: ModelVersion | undefined) =>
      version && { definition, options: "seed", columns: version.columns };
    const models = await withModel("shop.sales", (model) => ({
      before: seed("one", model.before),
      after: seed("two", model.after),
    }));
    const changes = await categorize({ models, reader: { language, read: engine.trees } });
    expect(changes.get("shop.sales")).toMatchObject({
      category: "breaking",
      changed: "all",
      rows: true,
    });
    expect(changes.get("shop.taxes")).toMatchObject({ category: "indirect", changed: "all" });
  });

  it("metadata rebuilds nothing, and nothing downstream", async () => {
    const models = await withModel("shop.sales", () => ({ metadataChanged: true }));
    const changes = await categorize({ models, reader: { language, read: engine.trees } });
    expect(changes.get("shop.sales")).toMatchObject({ category: "metadata", rebuild: false });
    expect(changes.get("shop.taxes")).toMatchObject({ category: "unchanged", rebuild: false });
  });

  it("an equivalent query with other metadata is a change of metadata, and says why", async () => {
    const after = {
      ...before,
      "shop.sales": "select o.order_id, o.amount, o.tax from raw.orders o",
    };
    const models = (await modelsOf(engine, before, after)).map((model) => ({
      ...model,
      metadataChanged: model.name === "shop.sales",
    }));
    const changes = await categorize({ models, reader: { language, read: engine.trees } });
    expect(changes.get("shop.sales")).toMatchObject({
      category: "metadata",
      rebuild: false,
      because: "only aliases, names of CTEs or parentheses differ",
    });
  });
});

describe("ephemeral models", () => {
  /** `shop.part` is a part of the text of `shop.whole`. */
  async function inlined(part: { readonly before: string; readonly after: string }) {
    const query = (text: string) =>
      `with "__ephemeral__shop.part" as (${text}) select order_id, v from "__ephemeral__shop.part"`;
    const versions = (text: string) => ({
      "shop.part": text,
      "shop.whole": query(text),
      "shop.last": "select v from shop.whole",
    });
    const models = await modelsOf(engine, versions(part.before), versions(part.after));
    return models.map((model): ModelVersions => {
      if (model.name === "shop.part") return { ...model, isInlined: true };
      if (model.name !== "shop.whole") return model;
      const own = (version: ModelVersion | undefined) =>
        version && { ...version, definition: "the same" };
      return {
        ...model,
        parents: ["shop.part"],
        before: own(model.before),
        after: own(model.after),
      };
    });
  }

  it("change their readers, which are rebuilt in their place", async () => {
    const models = await inlined({
      before: "select order_id, amount as v from raw.orders",
      after: "select order_id, amount + 1 as v from raw.orders",
    });
    const changes = await categorize({ models, reader: { language, read: engine.trees } });
    expect(changes.get("shop.part")).toMatchObject({ category: "breaking", rebuild: false });
    expect(changes.get("shop.whole")).toMatchObject({
      category: "indirect",
      changed: ["v"],
      rebuild: true,
      because: "in an ephemeral model, the expression of `v` is `amount + 1`, was `amount`",
    });
    expect(changes.get("shop.last")).toMatchObject({ category: "indirect", changed: ["v"] });
  });

  it("leave readers alone that use nothing of what was added", async () => {
    const models = await inlined({
      before: "select order_id, amount as v from raw.orders",
      after: "select order_id, amount as v, tax from raw.orders",
    });
    expect(await categories(models)).toEqual({
      "shop.part": "non-breaking",
      "shop.whole": "unchanged",
      "shop.last": "unchanged",
    });
  });
});

describe("certainty", () => {
  it("an edit with a function that the engine's catalogue lacks is breaking", async () => {
    const sql = "select order_id, amount, abs(tax) as tax from raw.orders";
    const models = await modelsOf(engine, before, { ...before, "shop.sales": sql });
    const unknown = { ...language, functions: { ...functions, scalar: new Set<string>() } };
    expect((await categories(models))["shop.sales"]).toBe("breaking tax");
    expect(await categories(models, unknown)).toEqual({
      "shop.sales": "breaking all",
      "shop.taxes": "indirect all",
      "shop.report": "indirect all",
    });
  });

  it("a reader whose lineage is not certain is rebuilt, and says why", async () => {
    const versions = (sales: string) => ({
      "shop.sales": sales,
      "shop.all": "select order_id from shop.sales tablesample 50%",
    });
    const models = await modelsOf(
      engine,
      versions("select order_id, amount from raw.orders"),
      versions("select order_id, amount, tax from raw.orders"),
    );
    const changes = await categorize({ models, reader: { language, read: engine.trees } });
    expect(changes.get("shop.all")).toMatchObject({ category: "indirect", changed: "all" });
    expect(changes.get("shop.all")?.because).toMatch(/lineage is not certain/);
    expect(changes.get("shop.sales")).toMatchObject({ category: "breaking" });
  });
});

it("reads no query of a model where neither it nor a parent changed", async () => {
  const reads: string[] = [];
  const version = (name: string): ModelVersion => ({
    definition: "same",
    options: "table",
    columns: [],
    get query() {
      reads.push(name);
      return { sql: "not even SQL", parents: new Map() };
    },
  });
  const models = Array.from({ length: 10_000 }, (_, i): ModelVersions => {
    const name = `shop.m${i}`;
    const parents = i === 0 ? [] : [`shop.m${i - 1}`];
    return {
      name,
      parents,
      before: version(name),
      after: version(name),
      metadataChanged: false,
    };
  });
  const changes = await categorize({ models, reader: { language, read: engine.trees } });
  expect([...changes.values()].every(({ category }) => category === "unchanged")).toBe(true);
  expect(reads).toEqual([]);
});
