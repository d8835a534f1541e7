import type { ColumnInfo } from "../adapter/dialect.js";
import type { WarehouseAdapter } from "../adapter/warehouse-adapter.js";
import { sha256, type ContentCache } from "../cache/content-cache.js";
import { SluiceError } from "../errors/sluice-error.js";
import { hashFiles } from "../files/file-hash.js";
import { seedRead, sourceRead } from "../files/file-read.js";
import type { Model, Source } from "../model/model.js";
import { renderModel } from "../render/render-model.js";
import type { SqlValue } from "../adapter/values.js";
import type { Graph, ModelNode } from "../resolve/graph.js";
import type { ScratchProvider } from "../resolve/parse-models.js";
import type { SplicedText } from "../resolve/splice.js";

/** What binding needs from outside. */
export interface BindContext {
  readonly graph: Graph;
  readonly scratch: ScratchProvider;
  readonly columns: ContentCache<readonly ColumnInfo[]>;
  readonly fileHashes: ContentCache<string>;
  readonly parameters: Readonly<Record<string, SqlValue>>;
  /** Columns of a table of the warehouse; undefined when it does not exist. */
  readonly describeTable: (
    location: Extract<Source["location"], { type: "table" }>,
  ) => Promise<readonly ColumnInfo[] | undefined>;
  readonly signal?: AbortSignal | undefined;
}

/** Binds relations one by one on empty tables of a private engine that is only opened when the cache does not know. */
export class Binder {
  readonly #context: BindContext;
  readonly #tables = new Set<string>();
  readonly #schemas = new Set<string>();

  constructor(context: BindContext) {
    this.#context = context;
  }

  /** The rendered text of the last call that failed in the engine, for positions. */
  rendered: SplicedText | undefined;

  /** Columns of a source, declared types included. Raises `SOURCE.*`, `SQL.*`. */
  async source(source: Source): Promise<readonly ColumnInfo[]> {
    const { location } = source;
    if (location.type === "file") return this.#files(source);
    const actual = await this.#context.describeTable(location);
    if (actual) return actual;
    throw new SluiceError({
      code: "SOURCE.NOT_FOUND",
      message: `The table ${location.schema}.${location.name} of the source ${source.name} does not exist in the warehouse.`,
      where: { file: source.path, model: source.name },
      hints: ["Correct `table`, or load the table first."],
    });
  }

  /** Columns of a model, its parents' columns known. Raises `SQL.*`, `SOURCE.*`, `MODEL.INVALID`. */
  async model(
    node: ModelNode,
    parents: ReadonlyMap<string, readonly ColumnInfo[]>,
  ): Promise<readonly ColumnInfo[]> {
    this.rendered = undefined;
    switch (node.model.kind.type) {
      case "seed":
        return this.#files(node.model);
      case "rows":
        return declaredColumns(node.model, this.#context.graph);
      default:
        return this.#query(node, parents);
    }
  }

  async #files(relation: Model | Source): Promise<readonly ColumnInfo[]> {
    const { project } = this.#context.graph;
    const read =
      "location" in relation ? sourceRead(relation, project) : seedRead(relation, project);
    const content = await hashFiles(read.paths, this.#context.fileHashes);
    const key = sha256("files", content, JSON.stringify(read));
    return this.#cached(key, async (scratch) => {
      const select = `select * from ${scratch.dialect.readFiles(read)}`;
      return (await scratch.dryRun(select, { signal: this.#context.signal })).columns;
    });
  }

  async #query(
    node: ModelNode,
    parents: ReadonlyMap<string, readonly ColumnInfo[]>,
  ): Promise<readonly ColumnInfo[]> {
    const { graph, parameters } = this.#context;
    const { dialect } = graph.project.target.engine;
    const inputs = node.parents.map((name) => [name, parents.get(name) ?? []] as const);
    const used = node.parameters.map((name) => [
      name,
      name === "now" ? "now" : dialect.literal(parameters[name] ?? null),
    ]);
    const key = sha256(
      "query",
      node.model.sql?.text ?? "",
      JSON.stringify([node.references, inputs, used]),
    );
    return this.#cached(key, async (scratch) => {
      await this.#ensureTables(scratch, inputs);
      const rendered = renderModel(node, graph, {
        inlineEphemeral: () => false,
        dialect: scratch.dialect,
        parameters,
        relation: (name) => scratch.dialect.relation(scratchRelation(name)),
      });
      this.rendered = rendered;
      return (await scratch.dryRun(rendered.text, { signal: this.#context.signal })).columns;
    });
  }

  async #cached(
    key: string,
    bind: (scratch: WarehouseAdapter) => Promise<readonly ColumnInfo[]>,
  ): Promise<readonly ColumnInfo[]> {
    const known = this.#context.columns.get(key);
    if (known) return known;
    const columns = await bind(await this.#context.scratch());
    this.#context.columns.set(key, columns);
    return columns;
  }

  /** Empty tables with the columns of what a query reads, in one statement batch. */
  async #ensureTables(
    scratch: WarehouseAdapter,
    inputs: readonly (readonly [string, readonly ColumnInfo[]])[],
  ): Promise<void> {
    const statements: string[] = [];
    for (const [name, columns] of inputs) {
      if (this.#tables.has(name)) continue;
      this.#tables.add(name);
      const ref = scratchRelation(name);
      if (!this.#schemas.has(ref.schema)) statements.push(scratch.dialect.createSchema(ref.schema));
      this.#schemas.add(ref.schema);
      statements.push(
        scratch.dialect.createTable(
          ref,
          columns.map((c) => ({ ...c, nullable: true })),
        ),
      );
    }
    if (statements.length > 0)
      await scratch.execute(statements.join(";\n"), { signal: this.#context.signal });
  }
}

/** Schemas of the private engine carry a prefix, so that they never meet the engine's own (`main`). */
function scratchRelation(name: string) {
  const dot = name.lastIndexOf(".");
  return { schema: `bind_${name.slice(0, dot)}`, name: name.slice(dot + 1) };
}

/** Columns of a `rows` model: declared types, or the engine's type for the declared kind. */
function declaredColumns(model: Model, graph: Graph): readonly ColumnInfo[] {
  const { dialect } = graph.project.target.engine;
  return model.columns.map((column) => {
    const kind = column.kinds?.[0];
    const type = column.type ?? (kind && dialect.typeFor(kind));
    if (type === undefined) {
      throw new SluiceError({
        code: "MODEL.INVALID",
        message: `The type of \`${column.name}\` of ${model.name} does not follow from its schema.`,
        where: { file: model.path, model: model.name },
        hints: ['Name it: `.meta({ type: "varchar[]" })`.'],
      });
    }
    return { name: column.name, type, nullable: column.nullable };
  });
}
