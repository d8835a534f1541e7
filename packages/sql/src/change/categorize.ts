import type { ColumnInfo } from "../text/column-info.js";
import { canonicalForm } from "../text/canonical-form.js";
import type { QueryReader } from "../tree/tree-reader.js";
import { columnsOf, sameColumns } from "./column-lists.js";
import { compareWith, type QueryChange } from "./compare-queries.js";
import { code } from "./describe-edit.js";
import { impactOf, isMoved, type Impact, type ParentChange } from "./impact.js";
import type { QueryTrees, QuerySide } from "./query-tree.js";
import { Trees } from "./trees.js";

/** A model's own part in one of two versions. */
export interface ModelVersion {
  /** Hash of the model's own part: two versions with the same are not compared further. */
  readonly definition: string;
  /** Hash of everything of `definition` but the query: kind, options, declared types. Another is another table. */
  readonly options: string;
  readonly columns: readonly ColumnInfo[];
  /**
   * The query with what it reads; a model without one (a seed, a generator) changes as a whole. Read only where the
   * definition or a parent changed, so that it may be computed by a getter.
   */
  readonly query?: Pick<QuerySide, "sql" | "parents"> | undefined;
}

/** A model as it was built and as it is now; one of the two for what came or went. */
export interface ModelVersions {
  readonly name: string;
  /** True for a part of the queries of its readers, which has nothing to rebuild. @default false */
  readonly isInlined?: boolean | undefined;
  /** True for a history: another value of a column is another version of its row. @default false */
  readonly keepsHistory?: boolean | undefined;
  /** Names of the models it reads, ephemeral ones by their own name. */
  readonly parents: readonly string[];
  readonly before?: ModelVersion | undefined;
  readonly after?: ModelVersion | undefined;
  readonly metadataChanged: boolean;
}

/** All models in graph order, parents first. */
export interface CategorizeInput {
  readonly models: readonly ModelVersions[];
  readonly reader: QueryReader;
}

/** What an edit of a project does to one model. */
export interface ModelChange {
  /**
   * `breaking`: its own edit changes kept columns, its rows, or the columns a reader has. `non-breaking`: its own
   * edit, which no other model has to be rebuilt for. `indirect`: something it reads changed.
   */
  readonly category:
    "added" | "removed" | "breaking" | "non-breaking" | "indirect" | "metadata" | "unchanged";
  /** Columns of both versions whose values or type may differ; `all` where its rows may be others. */
  readonly changed: readonly string[] | "all";
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Which rows there are may differ. */
  readonly rows: boolean;
  /** The deciding edit, or what it reads that changed; empty where nothing is to be said. */
  readonly because: string;
  /** A new version must be built: what is built does not hold what the model says now. */
  readonly rebuild: boolean;
  /** An edit of its own query or options, or of an ephemeral model within, changes what it holds; data upstream is none. */
  readonly edited: boolean;
}

/**
 * The category of every model and which of its columns change, by name in the order given. A model that did not
 * change itself is rebuilt only if it reads a column of a parent that changed, or a parent's rows did. No query is
 * parsed where neither it nor a parent changed.
 */
export async function categorize({
  models,
  reader: { language, read },
}: CategorizeInput): Promise<ReadonlyMap<string, ModelChange>> {
  const trees = new Trees(read);
  const categorizer = new Categorizer({ language, tree: trees.get });
  await trees.add(models.filter(isEdited).flatMap(textsOf));
  for (const [i, model] of models.entries()) {
    // The first model of which a parent differs has the trees of all read that by now are known to need theirs.
    if (categorizer.isAffected(model) && !trees.has(textsOf(model)))
      await trees.add(
        models
          .slice(i)
          .filter((one) => categorizer.isAffected(one))
          .flatMap(textsOf),
      );
    categorizer.add(model);
  }
  return categorizer.changes;
}

function isEdited({ before, after }: ModelVersions): boolean {
  if (before === undefined || after === undefined) return false;
  return before.definition !== after.definition;
}

/** The queries of both versions, where they are compared. */
function textsOf({ before, after }: ModelVersions): readonly string[] {
  if (before === undefined || after === undefined) return [];
  if (before.options !== after.options) return [];
  return [before.query, after.query].flatMap((query) => (query === undefined ? [] : [query.sql]));
}

const unchanged: ModelChange = {
  category: "unchanged",
  changed: [],
  added: [],
  removed: [],
  rows: false,
  because: "",
  rebuild: false,
  edited: false,
};

const noEdit: QueryChange = {
  kind: "equivalent",
  added: [],
  removed: [],
  changed: [],
  rows: false,
  edit: "",
};

/** Both versions of a model that was there before and still is. */
interface Existing {
  readonly model: ModelVersions;
  readonly before: ModelVersion;
  readonly after: ModelVersion;
}

class Categorizer {
  readonly changes = new Map<string, ModelChange>();
  readonly #reader: QueryTrees;
  readonly #ephemeral = new Set<string>();
  /** Models in which a column that was there before is at another place. */
  readonly #moved = new Set<string>();

  constructor(reader: QueryTrees) {
    this.#reader = reader;
  }

  /** True where a parent of the model, as far as they are known, differs. */
  isAffected({ before, after, parents }: ModelVersions): boolean {
    if (before === undefined || after === undefined) return false;
    return parents.some((name) => this.#differs(name));
  }

  add(model: ModelVersions): void {
    if (model.isInlined === true) this.#ephemeral.add(model.name);
    this.changes.set(model.name, this.#changeOf(model));
  }

  #changeOf(model: ModelVersions): ModelChange {
    const { name, before, after } = model;
    if (after === undefined)
      return { ...unchanged, category: "removed", changed: "all", rows: true };
    const rebuild = model.isInlined !== true;
    if (before === undefined)
      return { ...unchanged, category: "added", changed: "all", rows: true, rebuild, edited: true };
    if (before.definition === after.definition && !this.isAffected(model))
      return this.#quiet(model, "");
    const kept: Existing = { model, before, after };
    const own = this.#ownChange(kept);
    const impact = this.#impact(kept);
    if (impact !== undefined) this.#blame(impact, own, name);
    if (own.kind === "equivalent" && impact === undefined) return this.#quiet(model, own.edit);
    const names = (version: ModelVersion) => version.columns.map((column) => column.name);
    if (isMoved(names(before), names(after))) this.#moved.add(name);
    return combine(kept, own, impact);
  }

  #quiet({ metadataChanged }: ModelVersions, because: string): ModelChange {
    return { ...unchanged, category: metadataChanged ? "metadata" : "unchanged", because };
  }

  #differs(name: string): boolean {
    const change = this.changes.get(name);
    if (change === undefined) return false;
    return change.rows || columnsThatDiffer(change).length > 0 || this.#moved.has(name);
  }

  /** The edit of a model's own part, and of ephemeral models that are a part of its query. */
  #ownChange({ model, before, after }: Existing): QueryChange {
    const whole = (edit: string): QueryChange => ({ ...noEdit, kind: "whole", rows: true, edit });
    if (before.options !== after.options)
      return whole("its kind, its options or settings of the engine changed");
    const [old, now] = [sideOf(before), sideOf(after)];
    if (old !== undefined && now !== undefined) {
      const { lexis } = this.#reader.language;
      if (canonicalForm(old.sql, lexis) === canonicalForm(now.sql, lexis)) return noEdit;
      const { change, edited } = compareWith(this.#reader, old, now);
      // Columns within the query, also those of an ephemeral model, differ in what nothing follows from.
      const isSame = change.kind === "same values" && sameColumns(old.columns, now.columns);
      if (!edited || isSame) return { ...noEdit, edit: change.edit };
      const isOther = change.kind === "columns added" || change.kind === "columns changed";
      return model.keepsHistory === true && isOther
        ? { ...change, kind: "whole", rows: true }
        : change;
    }
    if (old !== undefined || now !== undefined) return whole("it has a query only in one version");
    if (before.definition !== after.definition) return whole("its data or code changed");
    return noEdit;
  }

  /** What changed parents do to it. */
  #impact({ model, before, after }: Existing): Impact | undefined {
    const old = sideOf(before);
    const now = sideOf(after);
    const read = new Set([...(old?.parents.keys() ?? []), ...(now?.parents.keys() ?? [])]);
    const changed = new Map<string, ParentChange>();
    for (const name of new Set([...model.parents, ...read])) {
      // An ephemeral model is in the query itself.
      if (!this.#differs(name) || (this.#ephemeral.has(name) && !read.has(name))) continue;
      const change = this.changes.get(name);
      if (change) changed.set(name, { columns: change.rows ? "all" : columnsThatDiffer(change) });
    }
    if (changed.size === 0) return undefined;
    if (
      old === undefined ||
      now === undefined ||
      [...changed.keys()].some((name) => !read.has(name))
    )
      return {
        changed: "all",
        parents: [...changed.keys()],
        because: `reads ${code([...changed.keys()].join(", "))}`,
      };
    const impact = impactOf({ before: old, after: now }, changed, this.#reader);
    return impact && model.keepsHistory === true ? { ...impact, changed: "all" } : impact;
  }

  /** A parent whose columns were only added, and that an unedited model has to be rebuilt for, is breaking. */
  #blame({ parents }: Impact, own: QueryChange, child: string): void {
    if (own.kind !== "equivalent") return;
    for (const parent of parents) {
      const change = this.changes.get(parent);
      if (change?.category !== "non-breaking") continue;
      const because = `${change.because}; ${code(child)} reads it`;
      this.changes.set(parent, { ...change, category: "breaking", because });
    }
  }
}

function sideOf({ query, columns }: ModelVersion): QuerySide | undefined {
  return query === undefined ? undefined : { sql: query.sql, parents: query.parents, columns };
}

function columnsThatDiffer({ changed, added, removed }: ModelChange): readonly string[] {
  return [...(changed === "all" ? [] : changed), ...added, ...removed];
}

function combine(
  { model, before, after }: Existing,
  own: QueryChange,
  impact: Impact | undefined,
): ModelChange {
  const { added, removed } = columnsOf(before.columns, after.columns);
  const rows = own.rows || impact?.changed === "all";
  const changed = new Set([
    ...own.changed,
    ...(impact === undefined || impact.changed === "all" ? [] : impact.changed),
  ]);
  const inlined = before.definition === after.definition && own.kind !== "equivalent";
  const edited = own.kind === "whole" || own.kind === "columns changed";
  const reason = edited || impact === undefined ? own.edit : impact.because;
  return {
    category: categoryOf(edited && !inlined, inlined || impact !== undefined),
    changed: rows ? "all" : [...changed],
    added,
    removed,
    rows,
    because: inlined && impact === undefined ? `in an ephemeral model, ${reason}` : reason,
    rebuild: model.isInlined !== true,
    edited: own.kind !== "equivalent",
  };
}

function categoryOf(breaking: boolean, indirect: boolean): ModelChange["category"] {
  if (breaking) return "breaking";
  return indirect ? "indirect" : "non-breaking";
}
