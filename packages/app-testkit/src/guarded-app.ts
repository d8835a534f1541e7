import assert from "node:assert/strict";
import { keepsHistory, type CheckResult } from "@sluice/core";
import { expect } from "vitest";
import { finished, textRows, type AppCopy, type Built, type TextRow } from "./app-copy.js";
import type { BadValues, Defect } from "./defect.js";
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

/** A build, and the rows that readers see after it. */
interface SeenBuild extends Built {
  readonly content: readonly TextRow[];
}

/** A project that was built once. A build with something broken must leave the rows that readers see. */
export class GuardedApp {
  /** Checks that failed in some build, as `model check`. */
  readonly failed = new Set<string>();
  readonly models: readonly string[];
  readonly #app: AppCopy;
  readonly #first: Built;
  /** Files of the models by name. */
  readonly #files: ReadonlyMap<string, string>;
  /** What readers saw last: a build publishes what passed, whatever else failed. */
  #seen: readonly TextRow[];

  private constructor(
    app: AppCopy,
    first: Built,
    opened: { readonly files: ReadonlyMap<string, string>; readonly content: readonly TextRow[] },
  ) {
    this.#app = app;
    this.#first = first;
    this.models = first.nodes.map((node) => node.name);
    this.#files = opened.files;
    this.#seen = opened.content;
  }

  /** Opens a copy that `first` built. */
  static async open(app: AppCopy, first: Built): Promise<GuardedApp> {
    const models = first.nodes.map((node) => node.name);
    const opened = await app.use(async (workspace) => ({
      files: new Map([...workspace.project.models.values()].map(({ name, path }) => [name, path])),
      content: await textRows(workspace, contentOf(models)),
    }));
    return new GuardedApp(app, first, opened);
  }

  /** Content of all models that a reader sees who comes anew. */
  async content(): Promise<readonly TextRow[]> {
    const [content = []] = await this.#app.rows(contentOf(this.models));
    return content;
  }

  /**
   * Checks of the first build that may stop one, `only` those of a model. Those of histories are left out: the rows that
   * they would find are refused before they are written.
   */
  stopping(only?: string): readonly CheckResult[] {
    return (
      this.#first.nodes
        .filter(
          ({ name, kind }) =>
            kind !== "source" && !keepsHistory({ type: kind }) && (only ?? name) === name,
        )
        // Checks of ephemeral models are among the results of a reader.
        .flatMap(({ name, checkResults }) => checkResults.filter(({ model }) => model === name))
        .filter(({ severity }) => severity === "error")
    );
  }

  /**
   * Builds with a query of the model that lets nulls and bad values through. Gives the model's checks that may stop a
   * build, did not, and fail for none of the defects either.
   */
  async missedIn(
    name: string,
    values: BadValues[string],
    defects: readonly Defect[],
  ): Promise<readonly string[]> {
    const file = this.#files.get(name);
    assert(file !== undefined, `There is no model ${name}.`);
    const own = this.stopping(name).filter((check) => check.type !== "row_count");
    const nulls = own.flatMap(({ check }) => /^not_null\((.*)\)$/.exec(check)?.slice(1) ?? []);
    const found = await this.buildWith(file, (text) =>
      wrapQuery(text, (query) => ruin(query, nulls, values)),
    );
    const failing = new Set([...found, ...defects.flatMap(({ fails }) => fails)]);
    return own.map(nameOf).filter((check) => !failing.has(check));
  }

  /**
   * Builds with a changed file, which must fail, and puts the file back. Readers must see what they saw of every model
   * that was not published. Gives the checks that failed.
   */
  async buildWith(file: string, change: (text: string) => string): Promise<readonly string[]> {
    const original = this.#app.read(file);
    const changed = change(original);
    expect(changed, `${file} with a defect`).not.toBe(original);
    this.#app.write(file, changed);
    try {
      const { summary, nodes, checks, content } = await this.build();
      expect(summary.ok).toBe(false);
      const broken = nodes.filter((node) => node.status !== "built" && node.status !== "reused");
      const unpublished = new Set<unknown>(broken.map((node) => node.name));
      const stays = (rows: readonly TextRow[]) =>
        rows.filter(({ model }) => unpublished.has(model));
      expect(stays(content)).toEqual(stays(this.#seen));
      expect(stays(content).length).toBeGreaterThan(0);
      this.#seen = content;
      const found = [...checks.values()].filter((check) => check.status === "failed").map(nameOf);
      for (const name of found) this.failed.add(name);
      return found;
    } finally {
      this.#app.write(file, original);
    }
  }

  /** Builds with the files as they are, and reads what readers see then. */
  async build(): Promise<SeenBuild> {
    return this.#app.use(async (workspace) => {
      const built = await finished(workspace.build());
      return { ...built, content: await textRows(workspace, contentOf(this.models)) };
    });
  }

  remove(): void {
    this.#app.remove();
  }
}
