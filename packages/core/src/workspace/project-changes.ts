import type { ColumnInfo } from "../adapter/dialect.js";
import {
  categorize,
  type ModelChange,
  type ModelVersion as Compared,
  type ModelVersions,
} from "../change/categorize.js";
import { versionText } from "../execute/version-text.js";
import { optionsFingerprint, type Fingerprint } from "../fingerprint/fingerprint.js";
import { directInputs } from "../plan/direct-inputs.js";
import { runParameterValues } from "../render/render-model.js";
import type { ModelNode } from "../resolve/graph.js";
import type { ModelVersion, StateSnapshot, VersionText } from "../state/state-store.js";
import type { ValidatedGraph } from "../validate/validate-project.js";
import type { Session } from "./session.js";

/** What is compared with what readers see. */
export interface ChangeBasis {
  readonly validated: Pick<ValidatedGraph, "graph" | "columns">;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly state: StateSnapshot;
}

/**
 * What the project's edits do to each model, compared with what readers of the environment see, or those of production
 * where they see nothing of a model yet. Queries are only read where something changed.
 */
export async function projectChanges(
  session: Session,
  basis: ChangeBasis,
): Promise<ReadonlyMap<string, ModelChange>> {
  const { graph } = basis.validated;
  const before = shownVersions(basis);
  const edited = [...graph.nodes.values()].filter(({ model }) => {
    const known = before.get(model.name);
    return known && known.fingerprint !== basis.fingerprints.get(model.name)?.data;
  });
  const comparing = await compareFrom(session, { ...basis, before, edited });
  const models = [...graph.nodes.values()].map((node) => comparing.versionsOf(node));
  const gone = [...before.keys()].filter((name) => !graph.nodes.has(name));
  const removed = gone.map((name) => comparing.removed(name));
  const { name: dialect } = session.project.target.engine.dialect;
  return categorize({ models: [...models, ...removed], dialect });
}

/** The version readers see of each model. */
function shownVersions({ state }: ChangeBasis): ReadonlyMap<string, ModelVersion> {
  const names = new Set([...state.published.keys()]);
  // A model that only production has is none that the environment lost.
  for (const name of state.production.keys()) if (state.published.size === 0) names.add(name);
  const found = new Map<string, ModelVersion>();
  for (const name of new Set([...names, ...state.production.keys()])) {
    const shown = state.published.get(name) ?? state.production.get(name);
    const version = shown && state.versions.get(name)?.get(shown.fingerprint);
    if (version) found.set(name, version);
  }
  return found;
}

interface Comparing extends ChangeBasis {
  readonly before: ReadonlyMap<string, ModelVersion>;
  readonly edited: readonly ModelNode[];
}

async function compareFrom(session: Session, input: Comparing) {
  const { validated, before, edited, fingerprints } = input;
  const { graph, columns } = validated;
  const inputs = directInputs(graph);
  const isEdited = new Set(edited.map(({ model }) => model.name));
  const physical = [...before.values()].map((version) => version.physical);
  const warehouse = await session.warehouse();
  const texts =
    edited.length === 0
      ? new Map<string, VersionText>()
      : await session.state.versionTexts(warehouse, physical);
  const textOf = (name: string) => texts.get(before.get(name)?.physical ?? "");
  const reads = await readsOf(
    [...isEdited].flatMap((name) => {
      const query = textOf(name)?.query;
      return query === undefined ? [] : [{ name, query }];
    }),
    session,
  );
  const { dialect } = session.project.target.engine;
  const parameters = runParameterValues(graph, "plan");
  const columnsBefore = (name: string): readonly ColumnInfo[] =>
    textOf(name)?.columns ?? columns.get(name) ?? [];
  const namesOf = (list: readonly ColumnInfo[]) => list.map((column) => column.name);

  const was = (name: string): Compared | undefined => {
    const version = before.get(name);
    if (!version) return undefined;
    const { definition } = version;
    if (!isEdited.has(name)) return { definition, options: "", columns: [] };
    const text = textOf(name);
    const sql = text?.query;
    const parents = new Map(
      (reads.get(name) ?? []).map((read) => [read, namesOf(columnsBefore(read))]),
    );
    // Of a version that an earlier layout of the state recorded nothing is known.
    return {
      definition: text ? definition : "",
      options: text?.options ?? "",
      columns: text?.columns ?? [],
      query: sql === undefined ? undefined : { sql, parents },
    };
  };
  const is = (node: ModelNode): Compared => {
    const { name } = node.model;
    const definition = fingerprints.get(name)?.definition ?? "";
    if (before.has(name) && !isEdited.has(name)) return { definition, options: "", columns: [] };
    const text = versionText(node, { graph, dialect, columns, parameters });
    const read = [...(inputs.get(name)?.models ?? []), ...(inputs.get(name)?.sources ?? [])];
    const parents = new Map(read.map((one) => [one, namesOf(columns.get(one) ?? [])]));
    const sql = text.query;
    return {
      definition,
      options: optionsFingerprint(node.model),
      columns: text.columns,
      query: sql === undefined ? undefined : { sql, parents },
    };
  };
  return {
    versionsOf: (node: ModelNode): ModelVersions => {
      const { name, kind } = node.model;
      const common = { name, kind: kind.type, parents: node.parents };
      if (kind.type === "ephemeral") {
        // It is a part of its readers' queries: where one of those changed, the texts say what of it did.
        const definition = isEdited.size === 0 ? "same" : "part of its readers";
        const same = { definition: "same", options: "", columns: [] };
        return { ...common, before: same, after: { ...same, definition }, metadataChanged: false };
      }
      const shown = input.state.published.get(name) ?? input.state.production.get(name);
      const metadata = fingerprints.get(name)?.metadata;
      const metadataChanged = shown !== undefined && shown.metadata !== metadata;
      return { ...common, before: was(name), after: is(node), metadataChanged };
    },
    removed: (name: string): ModelVersions => ({
      name,
      kind: "table",
      parents: [],
      before: was(name),
      metadataChanged: false,
    }),
  };
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
