import { mayPinNow } from "../../plan/fingerprint/pinned-now.js";
import type { ColumnInfo } from "@sluice/sql/text";
import {
  categorize,
  type ModelChange,
  type ModelVersion as Compared,
  type ModelVersions,
} from "@sluice/sql/change";
import { versionText } from "../../run/version-text.js";
import type { Fingerprint } from "../../plan/fingerprint/fingerprint.js";
import { directInputs, type DirectInputs } from "../../plan/direct-inputs.js";
import { recordedMetadata } from "../../plan/passed-checks.js";
import type { ModelKind } from "../../model/kind.js";
import { isFromFile, isIncremental, isInlined, kindOf } from "../../kinds/all-kinds.js";
import { runParameterValues } from "../../project/render/render-model.js";
import type { ModelNode } from "../../project/resolve/graph.js";
import { queryColumns } from "../../kinds/query-columns.js";
import { publishedModel, publishedVersion } from "../../state/published-version.js";
import type { ModelVersion, StateSnapshot, VersionText } from "../../state/state-store.js";
import { queryReader } from "../../warehouse/query-reader.js";
import type { ValidatedGraph } from "../../project/validate/validate-project.js";
import type { Session } from "../../session/session.js";

/** What is compared with what readers see. */
export interface ChangeBasis {
  readonly validated: Pick<ValidatedGraph, "graph" | "columns">;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly state: StateSnapshot;
}

/** Effects of edits by model. */
export interface ProjectChanges {
  readonly changes: ReadonlyMap<string, ModelChange>;
  /** The same with seeds taken as unchanged: an incremental model goes on when only data changed. */
  readonly logic: ReadonlyMap<string, ModelChange>;
}

/**
 * What the project's edits do to each model, compared with what readers of the environment see, or those of production
 * where they see nothing of a model yet. Queries are only read where something changed.
 */
export async function projectChanges(
  session: Session,
  basis: ChangeBasis,
): Promise<ProjectChanges> {
  return compareVersions(session, basis, publishedVersions(basis));
}

/** The same, compared with any versions by model. */
export async function compareVersions(
  session: Session,
  basis: ChangeBasis,
  before: ReadonlyMap<string, ModelVersion>,
): Promise<ProjectChanges> {
  const { graph } = basis.validated;
  const edited = [...graph.nodes.keys()].filter((name) => {
    const known = before.get(name);
    return known && known.fingerprint !== basis.fingerprints.get(name)?.data;
  });
  const known = await knownOf(edited, before, session);
  const comparison = new Comparison(session, {
    ...basis,
    ...known,
    edited: new Set(edited),
    before,
  });
  const models = [...graph.nodes.values()].map((node) => comparison.versionsOf(node));
  const gone = [...before.keys()].filter((name) => !graph.nodes.has(name));
  const removed = gone.map((name) => comparison.removed(name));
  const reader = queryReader(session.project.target.engine, session.warehouse);
  const all = [...models, ...removed];
  const changes = await categorize({ models: all, reader });
  const isIncrementalEdited = edited.some((name) => {
    const kind = graph.nodes.get(name)?.model.kind;
    return kind !== undefined && isIncremental(kind);
  });
  if (!isIncrementalEdited || !all.some(isChangedSeed)) return { changes, logic: changes };
  return { changes, logic: await categorize({ models: all.map(withoutData), reader }) };
}

/** Both versions of a model, and whether its rows are those of a file. */
interface ComparedModel extends ModelVersions {
  readonly isFromFile: boolean;
}

function isChangedSeed({ isFromFile: isSeed, before, after }: ComparedModel): boolean {
  if (!isSeed || before === undefined || after === undefined) return false;
  return before.definition !== after.definition;
}

/** A seed that is there in both versions, as if its data and columns had stayed. */
function withoutData(model: ComparedModel): ModelVersions {
  return isChangedSeed(model) ? { ...model, before: same, after: same } : model;
}

/** The version readers see of each model. */
export function publishedVersions({
  state,
}: Pick<ChangeBasis, "state">): ReadonlyMap<string, ModelVersion> {
  const found = new Map<string, ModelVersion>();
  for (const name of new Set([...state.published.keys(), ...state.production.keys()])) {
    const version = publishedVersion(state, name);
    if (version) found.set(name, version);
  }
  return found;
}

/** What the state holds of the versions before, where something was edited. */
interface Known {
  readonly texts: ReadonlyMap<string, VersionText>;
  /** Relations that the queries of edited models read before, by model. */
  readonly reads: ReadonlyMap<string, readonly string[]>;
}

async function knownOf(
  edited: readonly string[],
  before: ReadonlyMap<string, ModelVersion>,
  session: Session,
): Promise<Known> {
  if (edited.length === 0) return { texts: new Map(), reads: new Map() };
  const physical = [...before.values()].map((version) => version.physical);
  const texts = await session.state.versionTexts(physical);
  const queries = edited.flatMap((name) => {
    const query = texts.get(before.get(name)?.physical ?? "")?.query;
    return query === undefined ? [] : [{ name, query }];
  });
  return { texts, reads: await readsOf(queries, session) };
}

/** A version of which nothing is compared but that it is the same. */
const same: Compared = { definition: "same", options: "", columns: [] };

interface ComparisonInput extends ChangeBasis, Known {
  /** Models whose fingerprint is another than before. */
  readonly edited: ReadonlySet<string>;
  readonly before: ReadonlyMap<string, ModelVersion>;
}

/** Both versions of every model, as they are compared. */
class Comparison {
  readonly #input: ComparisonInput;
  readonly #inputs: ReadonlyMap<string, DirectInputs>;
  readonly #text: (node: ModelNode) => VersionText;

  constructor(session: Session, input: ComparisonInput) {
    this.#input = input;
    const { graph, columns } = input.validated;
    this.#inputs = directInputs(graph);
    const { dialect } = session.project.target.engine;
    const parameters = runParameterValues(graph, "plan");
    this.#text = (node) => versionText(node, { graph, dialect, columns, parameters });
  }

  versionsOf(node: ModelNode): ComparedModel {
    const { name, kind } = node.model;
    const { fingerprints, state, edited } = this.#input;
    const common = {
      name,
      isFromFile: isFromFile(kind),
      isInlined: isInlined(kind),
      keepsHistory: kindOf(kind).keepsHistory,
      parents: node.parents,
    };
    if (isInlined(kind)) {
      // It is a part of its readers' queries: where one of those changed, the texts say what of it did.
      const after = edited.size === 0 ? same : { ...same, definition: "part of its readers" };
      return { ...common, before: same, after, metadataChanged: false };
    }
    const shown = publishedModel(state, name);
    const metadataChanged =
      shown !== undefined && recordedMetadata(shown.metadata) !== fingerprints.get(name)?.metadata;
    return { ...common, before: this.#was(name, kind), after: this.#is(node), metadataChanged };
  }

  removed(name: string): ComparedModel {
    const before = this.#was(name);
    return { name, isFromFile: false, parents: [], before, metadataChanged: false };
  }

  /** Columns are those of the query: what a kind adds follows from no column that is read. */
  #was(name: string, kind?: ModelKind): Compared | undefined {
    const { before, edited, reads } = this.#input;
    const version = before.get(name);
    if (!version) return undefined;
    if (!edited.has(name)) return { ...same, definition: version.definition };
    const text = this.#textBefore(name);
    // Of a version that an earlier layout of the state recorded nothing is known.
    if (!text) return { ...same, definition: "" };
    const { query: sql, options } = text;
    const columns = kind === undefined ? text.columns : queryColumns(kind, text.columns);
    const parents = new Map(
      (reads.get(name) ?? []).map((read) => [read, namesOf(this.#columnsBefore(read))]),
    );
    const query = sql === undefined ? undefined : { sql, parents };
    return { definition: version.definition, options, columns, query };
  }

  #is(node: ModelNode): Compared {
    const { name } = node.model;
    const { edited, fingerprints, validated } = this.#input;
    const definition = fingerprints.get(name)?.definition ?? "";
    // A new model is compared with nothing, so its text is not rendered either.
    if (!edited.has(name)) return { ...same, definition };
    const { query: sql, options, columns: all } = this.#text(node);
    // The value of `$now` is in the fingerprint and the text, not in the definition.
    const compared = mayPinNow(node) ? `${definition} $now` : definition;
    const columns = queryColumns(node.model.kind, all);
    const { models = [], sources = [] } = this.#inputs.get(name) ?? {};
    const parents = new Map(
      [...models, ...sources].map((read) => [read, namesOf(validated.columns.get(read) ?? [])]),
    );
    return {
      definition: compared,
      options,
      columns,
      query: sql === undefined ? undefined : { sql, parents },
    };
  }

  #textBefore(name: string): VersionText | undefined {
    const { before, texts } = this.#input;
    return texts.get(before.get(name)?.physical ?? "");
  }

  #columnsBefore(name: string): readonly ColumnInfo[] {
    return this.#textBefore(name)?.columns ?? this.#input.validated.columns.get(name) ?? [];
  }
}

function namesOf(columns: readonly ColumnInfo[]): readonly string[] {
  return columns.map((column) => column.name);
}

/** Names of the relations that stored queries read. One that the engine cannot read any more is compared with nothing. */
async function readsOf(
  queries: readonly { readonly name: string; readonly query: string }[],
  session: Session,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (queries.length === 0) return new Map();
  const warehouse = await session.warehouse();
  const parsed = await warehouse.parse(queries.map(({ query }) => query));
  return new Map(
    queries.map(({ name }, i) => {
      const result = parsed[i];
      const tables = result?.ok === true ? result.query.tables : [];
      const names = tables.map((table) => `${table.schema ?? ""}.${table.name}`);
      return [name, [...new Set(names)].sort()];
    }),
  );
}
