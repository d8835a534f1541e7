import { canonicalHash, type Lexis } from "@sluice/sql/text";
import { sha256 } from "../../base/cache/content-cache.js";
import { hashFiles } from "../../project/files/file-hash.js";
import { seedRead, sourceRead } from "../../project/files/file-read.js";
import { isFromFile, isGenerated, isIncremental, kindOf } from "../../kinds/all-kinds.js";
import { mayPinNow } from "./pinned-now.js";
import type { Model, Source } from "../../model/model.js";
import type { Project } from "../../model/project/project.js";
import type { Graph, ModelNode } from "../../project/resolve/graph.js";
import { inlinedModels } from "../../project/resolve/inlined-models.js";
import type { ValidatedGraph } from "../../project/validate/validate-project.js";
import { valueText } from "./value-text.js";

/** Hashes that decide what is rebuilt. 64 hex characters each. */
export interface Fingerprint {
  /**
   * Meaning of the model and of everything it reads: another value is another version. A table that is kept and brought up
   * to date has one by the logic alone: new content of a file upstream is new data for it, no other version.
   */
  readonly data: string;
  /**
   * The model's own part of `data` without its parents and without a given `$now`: tells an edit here from an edit
   * upstream, and from another run.
   */
  readonly definition: string;
  /** Description, owner, tags, checks, cron: never rebuilds. */
  readonly metadata: string;
}

/** Version of the form that is hashed; a change of it rebuilds everything and is a breaking change of Sluice. */
const FORM = "sluice fingerprint 1";

/** A seed is data as a whole, its declared types and options too: an incremental reader compares columns and rows. */
const SEED_LOGIC = sha256(FORM, "seed");

/** Fingerprints of all models, in graph order. Ephemeral models have one too, as part of their readers'. */
export async function fingerprintModels(
  validated: ValidatedGraph,
): Promise<ReadonlyMap<string, Fingerprint>> {
  const { graph } = validated;
  const data = new Map<string, string>();
  const logic = new Map<string, string>();
  for (const [name, fingerprint] of await fingerprintSources(validated))
    data.set(name, fingerprint);
  for (const source of graph.sources.values()) {
    logic.set(source.name, sha256(FORM, "source", JSON.stringify(source.location)));
  }
  const fingerprints = new Map<string, Fingerprint>();
  for (const node of graph.nodes.values()) {
    const { name, kind } = node.model;
    const definition = await definitionFingerprint(node, { validated, counted: "variables" });
    const pinned =
      graph.project.now.pinned && mayPinNow(node)
        ? await definitionFingerprint(node, { validated, counted: "variables and $now" })
        : definition;
    const own = isFromFile(kind) ? SEED_LOGIC : definition;
    const whole = (part: string, of: ReadonlyMap<string, string>) =>
      sha256(FORM, name, part, JSON.stringify(node.parents.map((p) => [p, of.get(p) ?? ""])));
    logic.set(name, whole(own, logic));
    data.set(name, isIncremental(kind) ? whole(definition, logic) : whole(pinned, data));
    fingerprints.set(name, {
      data: data.get(name) ?? "",
      definition,
      metadata: withInlinedChecks(metadataFingerprint(node, graph.project.vars), name, graph),
    });
  }
  validated.fileHashes.save();
  return fingerprints;
}

/** Fingerprints of the content of sources by name; of a table of the warehouse, which may change, that of its place. */
export async function fingerprintSources(
  validated: ValidatedGraph,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const source of validated.graph.sources.values())
    found.set(source.name, await sourceFingerprint(source, validated));
  return found;
}

/** Hash of everything of a definition but the query: kind, its options, declared types, settings of the engine. */
export function optionsFingerprint(model: Model, project: Project): string {
  return sha256(...commonParts(model, project), ...decidingOptions(model, project));
}

function lexisOf({ target }: Project): Lexis {
  return target.engine.dialect.lexis;
}

/** The parts that definitions of all kinds have. */
function commonParts({ kind, columns }: Model, { target }: Project): readonly string[] {
  const types = columns.flatMap(({ name, type }) =>
    type === undefined ? [] : [[name, typeText(type)]],
  );
  const { contentSettings = {} } = target.engine;
  return [FORM, kind.type, JSON.stringify(types), JSON.stringify(contentSettings)];
}

/** A declared type without the case of its letters, unless it holds names or texts, which are data: `struct(Ab int)`. */
function typeText(type: string): string {
  return /\([^)]*[a-z'"]/i.test(type) ? type : type.toLowerCase();
}

/** A definition, and whether a given `$now` counts in it: it never does for rows that outlive a run. */
interface Defining {
  readonly validated: ValidatedGraph;
  readonly counted: "variables" | "variables and $now";
}

async function definitionFingerprint(node: ModelNode, of: Defining): Promise<string> {
  const { model } = node;
  const { validated } = of;
  const common = commonParts(model, validated.graph.project);
  switch (kindOf(model.kind).input) {
    case "file": {
      // A file that cannot be read has no content; nothing is built of it.
      if (validated.faults.has(model.name)) return sha256(...common);
      const { paths, columns, ...options } = seedRead(model, validated.graph.project);
      const content = await hashFiles(paths, validated.fileHashes);
      const formats = columns?.flatMap(({ name, dateFormat, timestampFormat }) =>
        (dateFormat ?? timestampFormat)
          ? [[name, dateFormat ?? null, timestampFormat ?? null]]
          : [],
      );
      const written = formats && formats.length > 0 ? [JSON.stringify(formats)] : [];
      return sha256(...common, content, JSON.stringify(options), ...written);
    }
    case "generator":
      return sha256(
        ...common,
        model.rowsSource ?? "",
        isGenerated(model.kind) ? (model.kind.version ?? "") : "",
        JSON.stringify(usedValues(node, of)),
      );
    case "query":
      return sha256(
        ...common,
        ...decidingOptions(model, validated.graph.project),
        node.query?.canonical ??
          canonicalHash(model.sql?.text ?? "", lexisOf(validated.graph.project)),
        JSON.stringify(usedValues(node, of)),
      );
  }
}

/** Options of the kind that decide the rows. */
function decidingOptions({ kind, sql }: Model, project: Project): readonly string[] {
  return kindOf(kind).fingerprint(kind, { sql: sql?.text ?? "", lexis: lexisOf(project) });
}

/** Values of the parameters a model uses; `$now` counts only when it was given explicitly, `$run_id` never. */
function usedValues(
  node: ModelNode,
  { validated, counted }: Defining,
): readonly (readonly [string, string])[] {
  const { vars, now } = validated.graph.project;
  const names = isGenerated(node.model.kind)
    ? [...Object.keys(vars).sort(), "now"]
    : node.parameters;
  return names.flatMap((name) => {
    const isGiven = now.pinned && counted === "variables and $now";
    if (name === "now") return isGiven ? [["now", now.at.toISOString()] as const] : [];
    return name in vars ? [[name, valueText(vars[name])] as const] : [];
  });
}

async function sourceFingerprint(source: Source, validated: ValidatedGraph): Promise<string> {
  if (source.location.type === "table")
    return sha256(FORM, "table", JSON.stringify(source.location));
  if (validated.faults.has(source.name)) return sha256(FORM, "file");
  const { paths, ...options } = sourceRead(source, validated.graph.project);
  const content = await hashFiles(paths, validated.fileHashes);
  return sha256(FORM, "file", content, JSON.stringify(options));
}

function metadataFingerprint({ model, checkInputs }: ModelNode, vars: Project["vars"]): string {
  const { description, owner, cron, tags, meta } = model;
  const columns = model.columns.map(({ name, nullable, description: text, tags: t, pii }) => [
    name,
    nullable,
    text,
    t,
    pii,
  ]);
  const used = new Set(checkInputs.flatMap(({ parameters }) => parameters));
  const values = [...used]
    .sort()
    .flatMap((name) => (name in vars ? [name, valueText(vars[name])] : []));
  return sha256(
    FORM,
    JSON.stringify([description, owner, cron, tags, meta, columns, checkTexts(model)]),
    ...values,
  );
}

/** The checks of ephemeral models in a query run with those of the model itself. */
function withInlinedChecks(own: string, name: string, graph: Graph): string {
  const inlined = inlinedModels(name, graph).flatMap((inner) => graph.nodes.get(inner) ?? []);
  const texts = inlined.flatMap(({ model }) => checkTexts(model));
  return texts.length === 0 ? own : sha256(FORM, own, ...texts);
}

/** Checks as data, without the place they were written at. */
export function checkTexts(model: Model): readonly string[] {
  return model.checks.map(({ type, column, args }) => JSON.stringify([type, column, args]));
}
