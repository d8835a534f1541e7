import assert from "node:assert/strict";
import type { CheckResult } from "@sluice/core";
import { expect } from "vitest";
import type { AppCopy, Built } from "./app-copy.js";
import type { BadValues, RawDefect } from "./defect.js";
import { ruin, wrapQuery } from "./ruin.js";

/** A query for one line a relation: a digest of the rows readers see. */
export const contentOf = (models: readonly string[]) =>
  models
    .map(
      (model) =>
        `select '${model}' as model, count(*) as row_count,
           md5(string_agg(t::varchar, ';' order by t::varchar)) as content from ${model} as t`,
    )
    .join("\nunion all ");

/** `model check`. */
export const nameOf = ({ model, check }: CheckResult) => `${model} ${check}`;

/** A project that was built once; each build with something broken must leave what readers see of it. */
export class GuardedApp {
  /** Checks that failed in some build, as `model check`. */
  readonly failed = new Set<string>();
  readonly models: readonly string[];
  /** What readers saw last: a build publishes what passed, whatever else failed. */
  #seen: unknown;

  private constructor(
    readonly app: AppCopy,
    readonly good: Built,
  ) {
    this.models = good.nodes.map((node) => node.name);
  }

  static async open(app: AppCopy): Promise<GuardedApp> {
    const guarded = new GuardedApp(app, await app.build());
    guarded.#seen = await guarded.content();
    return guarded;
  }

  async content(): Promise<unknown> {
    const [content] = await this.app.rows(contentOf(this.models));
    return content;
  }

  /**
   * Checks of the first build that may stop one, `only` those of a model. Those every snapshot has are left out: what they
   * would find is refused before it is written.
   */
  stopping(only?: string): readonly CheckResult[] {
    return (
      this.good.nodes
        .filter(({ name, kind }) => kind !== "snapshot" && (only ?? name) === name)
        // Checks of ephemeral models are among the results of a reader.
        .flatMap(({ name, checkResults }) => checkResults.filter(({ model }) => model === name))
        .filter(({ severity }) => severity === "error")
    );
  }

  /**
   * Builds with a query of the model that lets nulls and bad values through. Gives the model's checks that may stop a
   * build, did not, and fail for no `elsewhere` of the raw data.
   */
  async missedIn(
    name: string,
    values: BadValues[string],
    elsewhere: readonly RawDefect[],
  ): Promise<readonly string[]> {
    const model = await this.app.use(async ({ project }) => project.models.get(name));
    assert(model, `There is no model ${name}.`);
    const own = this.stopping(name).filter((check) => check.type !== "row_count");
    const nulls = own.flatMap(({ check }) => /^not_null\((.*)\)$/.exec(check)?.slice(1) ?? []);
    const found = await this.buildWith(model.path, (text) =>
      wrapQuery(text, (query) => ruin(query, nulls, values)),
    );
    const failing = new Set([...found, ...elsewhere.flatMap(({ fails }) => fails)]);
    return own.map(nameOf).filter((check) => !failing.has(check));
  }

  /**
   * Builds with a changed file, which must fail, and puts the file back. Readers must see what they saw of every model
   * that was not published. Gives the checks that failed.
   */
  async buildWith(file: string, change: (text: string) => string): Promise<readonly string[]> {
    const original = this.app.read(file);
    const changed = change(original);
    expect(changed).not.toBe(original);
    this.app.write(file, changed);
    try {
      const { summary, checks, nodes } = await this.app.build();
      expect(summary.ok).toBe(false);
      const after = await this.content();
      const broken = nodes.filter((node) => node.status !== "built" && node.status !== "reused");
      const unpublished = new Set(broken.map((node) => node.name));
      const stays = (rows: unknown) =>
        (rows as { model: string }[]).filter(({ model }) => unpublished.has(model));
      expect(stays(after)).toEqual(stays(this.#seen));
      expect(stays(after).length).toBeGreaterThan(0);
      this.#seen = after;
      const found = [...checks.values()].filter((check) => check.status === "failed").map(nameOf);
      for (const name of found) this.failed.add(name);
      return found;
    } finally {
      this.app.write(file, original);
    }
  }
}
