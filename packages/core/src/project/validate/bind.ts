import { isFromFile, isInlined, isView } from "../../kinds/all-kinds.js";
import { type ColumnInfo, duplicateName, type SplicedText } from "@sluice/sql/text";
import type { DryRunResult, WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { sha256, type ContentCache } from "../../base/cache/content-cache.js";
import { mapConcurrently } from "../../base/concurrency/map-concurrently.js";
import { isSluiceError, SluiceError } from "../../base/errors/sluice-error.js";
import { systemError } from "../../base/errors/system-error.js";
import { hashFiles } from "../files/file-hash.js";
import { seedRead, sourceRead } from "../files/file-read.js";
import { readColumns } from "../files/read-columns.js";
import type { Model, Source } from "../../model/model.js";
import { renderModel } from "../render/render-model.js";
import type { SqlValue } from "../../warehouse/values.js";
import type { Graph, ModelNode } from "../resolve/graph.js";
import type { ScratchProvider } from "../resolve/parse-models.js";
import type { Known, ScratchTables } from "./scratch-tables.js";

/** What binding needs from outside. */
export interface BindContext {
  readonly graph: Graph;
  readonly scratch: ScratchProvider;
  readonly tables: ScratchTables;
  readonly columns: ContentCache<readonly ColumnInfo[]>;
  readonly fileHashes: ContentCache<string>;
  readonly parameters: Readonly<Record<string, SqlValue>>;
  /** Columns of a table of the warehouse; undefined when it does not exist. */
  readonly describeTable: (
    location: Extract<Source["location"], { type: "table" }>,
  ) => Promise<readonly ColumnInfo[] | undefined>;
  readonly signal?: AbortSignal | undefined;
}

/** What binding a relation gave: columns, or the error with the text it is about. */
export type Bound =
  | { readonly ok: true; readonly columns: readonly ColumnInfo[] }
  | {
      readonly ok: false;
      readonly error: SluiceError;
      readonly rendered?: SplicedText | undefined;
    };

/** `$start` and `$end` of a model whose time is an integer. */
const secondsBounds: Readonly<Record<string, string>> = { start: "0", end: "0" };

/** Columns by full name, as far as they are known. */
type KnownColumns = ReadonlyMap<string, readonly ColumnInfo[]>;

/** A query to be bound. */
interface Query {
  readonly node: ModelNode;
  /** Hash of everything the columns follow from. */
  readonly key: string;
  /** The relations it reads. */
  readonly inputs: readonly Known[];
}

/** Binds relations on empty tables of a private engine that is only opened when the cache does not know. */
export class Binder {
  readonly #context: BindContext;
  /** Ephemeral models whose rows decide which columns they have. */
  readonly #loose = new Set<string>();

  constructor(context: BindContext) {
    this.#context = context;
  }

  /** Columns of a source, declared types included; errors are `SOURCE.*`, `SQL.*`. */
  source(source: Source): Promise<Bound> {
    return settle(async () => {
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
    });
  }

  /**
   * Columns of models whose parents' columns are known, bound side by side; results by name. Errors are
   * `SQL.*`, `SOURCE.*`, `MODEL.INVALID`.
   */
  async models(
    nodes: readonly ModelNode[],
    known: KnownColumns,
  ): Promise<ReadonlyMap<string, Bound>> {
    const { graph, columns, signal } = this.#context;
    const jobs = nodes.map((node) => (node.model.sql ? this.#query(node, known) : node));
    const unknown = jobs.filter((job): job is Query => "key" in job && !columns.get(job.key));
    const { concurrency } = graph.project.target.engine.capabilities;
    // Where the tables cannot be made in one go, each query makes its own and has the error to itself.
    const together = await this.#context.tables
      .create(unknown.flatMap(({ inputs }) => inputs))
      .then(
        () => true,
        () => false,
      );
    signal?.throwIfAborted();
    const bound = await mapConcurrently(jobs, together ? concurrency : 1, (job) =>
      "key" in job ? this.#bind(job) : settle(() => this.#withoutQuery(job.model)),
    );
    return new Map(nodes.map(({ model }, i) => [model.name, bound[i] as Bound]));
  }

  async #withoutQuery(model: Model): Promise<readonly ColumnInfo[]> {
    return isFromFile(model.kind)
      ? this.#files(model)
      : declaredColumns(model, this.#context.graph);
  }

  async #files(relation: Model | Source): Promise<readonly ColumnInfo[]> {
    const { project } = this.#context.graph;
    const read =
      "location" in relation ? sourceRead(relation, project) : seedRead(relation, project);
    const content = await hashFiles(read.paths, this.#context.fileHashes);
    const key = sha256("files 2", content, JSON.stringify([read, relation.contract]));
    const { signal } = this.#context;
    return this.#cached(key, (engine) => readColumns({ relation, read, engine, signal }));
  }

  #query(node: ModelNode, known: KnownColumns): Query {
    const { graph, parameters } = this.#context;
    const { dialect } = graph.project.target.engine;
    const inputs = node.parents.map((name): Known => [name, known.get(name) ?? []]);
    const used = node.parameters.map((name) => [
      name,
      name === "now" ? "now" : dialect.literal(parameters[name] ?? null),
    ]);
    const key = sha256(
      "query",
      node.model.sql?.text ?? "",
      JSON.stringify([node.references, inputs, used, isView(node.model.kind)]),
    );
    return { node, key, inputs };
  }

  async #bind({ node, key, inputs }: Query): Promise<Bound> {
    const { graph, parameters, signal, columns, tables } = this.#context;
    const known = columns.get(key);
    if (known) return { ok: true, columns: known };
    const { dialect } = graph.project.target.engine;
    const render = (parameterSql?: Readonly<Record<string, string>>) =>
      renderModel(node, graph, {
        inlineEphemeral: () => false,
        dialect,
        parameters,
        parameterSql,
        relation: (name) => tables.relation(name),
      });
    // That rows decide the columns is not stored with them.
    const isLoose = () => [node.model.name, ...node.parents].some((name) => this.#loose.has(name));
    const bind = (rendered: SplicedText) =>
      settle(async () => {
        await tables.create(inputs);
        return this.#cached(
          key,
          async (scratch) => {
            const found = await scratch.dryRun(rendered.text, { signal });
            refuseDuplicates(node.model, found);
            this.#refuseLooseView(node, found);
            await this.#refuseInnerDuplicates({ node, key, inputs }, rendered.text, found);
            return found.columns;
          },
          () => !isLoose(),
        );
      }, rendered);
    const bound = await bind(render());
    if (bound.ok || !node.parameters.some((name) => name in secondsBounds)) return bound;
    // The bounds have the type of the time column, which is not known yet: it may count seconds.
    const counted = await bind(render(secondsBounds));
    return counted.ok ? counted : bound;
  }

  /** Refuses a query that reads, or passes on, the second of two columns of one name of an inner query. */
  async #refuseInnerDuplicates(
    { node: { model }, inputs }: Query,
    sql: string,
    { columns }: DryRunResult,
  ): Promise<void> {
    const { graph, tables, scratch } = this.#context;
    const { dialect: language } = graph.project.target.engine;
    const input = {
      sql,
      columns: columns.map(({ name }) => name),
      parents: new Map(
        inputs.map(([name, of]) => [tables.nameOf(name), of.map((column) => column.name)]),
      ),
    };
    // Most queries have no such name, and need not be analysed.
    if (!/_\d/.test(sql) && !input.columns.some((name) => /_\d/.test(name))) return;
    const { innerDuplicate } = await import("./inner-duplicate.js");
    const found = await innerDuplicate(model, input, { language, scratch });
    if (found) throw SluiceError.of([found]);
  }

  /** A view has the columns it was made with; rows that come later would need others. */
  #refuseLooseView({ model, parents }: ModelNode, { columnsFromRows }: DryRunResult): void {
    const inlined = parents.find((name) => this.#loose.has(name));
    if (columnsFromRows !== true && inlined === undefined) return;
    if (isInlined(model.kind)) this.#loose.add(model.name);
    if (!isView(model.kind)) return;
    throw new SluiceError({
      code: "MODEL.INVALID",
      message: `${model.name} is a view, and rows decide which columns the pivot of ${inlined ?? "its query"} gives.`,
      where: { file: model.path, model: model.name },
      hints: [
        "Name the values: `pivot ... on status in ('open', 'closed')`.",
        "Or make it a table: `kind: table`.",
      ],
    });
  }

  async #cached(
    key: string,
    bind: (scratch: WarehouseAdapter) => Promise<readonly ColumnInfo[]>,
    mayKeep = () => true,
  ): Promise<readonly ColumnInfo[]> {
    const known = this.#context.columns.get(key);
    if (known) return known;
    const columns = await bind(await this.#context.scratch());
    if (mayKeep()) this.#context.columns.set(key, columns);
    return columns;
  }
}

/** A table would call the second of two columns of one name `id_1`. */
function refuseDuplicates(model: Model, { columns, givenNames }: DryRunResult): void {
  const same = duplicateName(givenNames ?? columns.map(({ name }) => name));
  if (!same) return;
  const [one, other] = same;
  throw new SluiceError({
    code: "MODEL.COLUMN_DUPLICATE",
    message:
      one === other
        ? `The query of ${model.name} gives two columns \`${one}\`.`
        : `The query of ${model.name} gives the columns \`${one}\` and \`${other}\`: the case of letters does not tell columns apart.`,
    where: { file: model.path, model: model.name },
    hints: ["Rename one of them with `as`, or list the columns in place of `*`."],
  });
}

async function settle(
  bind: () => Promise<readonly ColumnInfo[]>,
  rendered?: SplicedText,
): Promise<Bound> {
  try {
    return { ok: true, columns: await bind() };
  } catch (error) {
    const known = isSluiceError(error) ? error : systemError(error, { cannotBe: "read" });
    if (known === undefined || known.code === "RUN.CANCELLED") throw error;
    return { ok: false, error: known, rendered };
  }
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
