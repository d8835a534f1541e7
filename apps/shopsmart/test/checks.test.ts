import type { CheckResult } from "@sluice/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { App, type Built } from "./support/app.js";
import { badValues, rawDefects, ruin, wrapQuery } from "./support/defects.js";

/** One line for all that readers see: a digest of each relation's rows. */
const contentOf = (models: readonly string[]) =>
  models
    .map(
      (model) =>
        `select '${model}' as model, count(*) as row_count,
           md5(string_agg(t::varchar, ';' order by t::varchar)) as content from ${model} as t`,
    )
    .join("\nunion all ");

const nameOf = ({ model, check }: CheckResult) => `${model} ${check}`;

describe("a check that fails keeps what readers see", () => {
  let app: App;
  let good: Built;
  let models: readonly string[];
  let before: unknown;
  /** What readers saw last: a build publishes what passed, whatever else failed. */
  let seen: unknown;
  const failed = new Set<string>();

  beforeAll(async () => {
    app = new App();
    good = await app.build();
    models = good.nodes.map((node) => node.name);
    [before] = await app.rows(contentOf(models));
    seen = before;
  });
  afterAll(() => app.remove());

  /** Builds with a changed file, looks at what readers see, and puts the file back. */
  async function buildWith(
    file: string,
    change: (text: string) => string,
  ): Promise<readonly string[]> {
    const original = app.read(file);
    const changed = change(original);
    expect(changed).not.toBe(original);
    app.write(file, changed);
    try {
      const { summary, checks, nodes } = await app.build();
      expect(summary.ok).toBe(false);
      const [after] = await app.rows(contentOf(models));
      const broken = nodes.filter((node) => node.status !== "built" && node.status !== "reused");
      const unpublished = new Set(broken.map((node) => node.name));
      const stays = (rows: unknown) =>
        (rows as { model: string }[]).filter(({ model }) => unpublished.has(model));
      expect(stays(after)).toEqual(stays(seen));
      expect(stays(after).length).toBeGreaterThan(0);
      seen = after;
      const found = [...checks.values()].filter((check) => check.status === "failed").map(nameOf);
      for (const name of found) failed.add(name);
      return found;
    } finally {
      app.write(file, original);
    }
  }

  it.each(rawDefects)("$title", async ({ file, corrupt, fails }) => {
    expect(await buildWith(`data/${file}`, corrupt)).toEqual(fails);
  });

  it.each(Object.entries(badValues))(
    "a query of %s that lets everything through",
    async (name, values) => {
      const model = await app.use(async ({ project }) => project.models.get(name)!);
      const own = [...good.checks.values()].filter(
        (check) => check.model === name && check.severity === "error" && check.type !== "row_count",
      );
      const nulls = own.flatMap(({ check }) => /^not_null\((.*)\)$/.exec(check)?.slice(1) ?? []);
      const found = await buildWith(model.path, (text) =>
        wrapQuery(text, (query) => ruin(query, nulls, values)),
      );
      const elsewhere = new Set(rawDefects.flatMap(({ fails }) => fails));
      const missed = own
        .map(nameOf)
        .filter((check) => !found.includes(check) && !elsewhere.has(check));
      expect(missed).toEqual([]);
    },
  );

  it("a query of the customers that finds none", async () => {
    const found = await buildWith("models/marts/core/dim_customers.sql", (text) =>
      text.replace("\nfrom figures", "\nfrom figures\nwhere false"),
    );
    expect(found).toEqual(["marts.dim_customers row_count()"]);
  });

  it("was seen of every check that may stop a build", () => {
    const stopping = [...good.checks.values()].filter(({ severity }) => severity === "error");
    expect(stopping.length).toBeGreaterThan(100);
    expect(stopping.map(nameOf).filter((name) => !failed.has(name))).toEqual([]);
  });

  it("is forgotten once the files are as they were", async () => {
    const { summary } = await app.build();
    expect(summary).toMatchObject({ ok: true, built: 0, reused: models.length });
    expect((await app.rows(contentOf(models)))[0]).toEqual(before);
  });
});

describe("a warning", () => {
  it("was seen of every check that only warns, and the build goes on", async () => {
    // Half a year after the last export.
    const app = new App({ now: "2024-12-31" });
    const add = (file: string, ...rows: readonly string[]) =>
      app.write(`data/${file}`, `${app.read(`data/${file}`)}${rows.join("\n")}\n`);
    try {
      add("raw_categories.csv", "NULL,Nameless,", "9,Kitchen,Home");
      add(
        "raw_products.csv",
        "NULL,Ghost,9,,1,1,,true,2024-01-01",
        "201,NULL,2,Sonora,-1,1,,true,2024-01-01",
      );
      add(
        "raw_customers.csv",
        "NULL,a@example.org,A,B,,,,,,active,2024-01-01,2024-01-01",
        "1,a@example.org,Late,Registration,,,,,,active,2024-06-30,2024-06-30",
      );
      add(
        "raw_orders.csv",
        "NULL,1,2024-06-30,delivered,paypal,standard,10,0,0,0,,2024-06-30,2024-06-30",
        "9001,1,2100-01-01,delivered,paypal,standard,10,0,0,0,,2024-06-30,2024-06-30",
      );
      add(
        "raw_order_items.csv",
        "NULL,5001,201,1,10.00,2024-06-30,2024-06-30",
        "9001,5001,NULL,1,10.00,2024-06-30,2024-06-30",
      );
      const { summary, checks } = await app.build();
      expect(summary).toMatchObject({ ok: true, published: true, failed: 0 });
      const silent = [...checks.values()].filter(
        ({ severity, status }) => severity === "warn" && status !== "warned",
      );
      expect(silent.map(nameOf)).toEqual([]);
    } finally {
      app.remove();
    }
  });
});
