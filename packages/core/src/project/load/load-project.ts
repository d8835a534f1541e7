import path from "node:path";
import type { Dialect } from "../../warehouse/dialect.js";
import { ContentCache } from "../../base/cache/content-cache.js";
import { createPause } from "../../base/concurrency/event-loop.js";
import { diagnostic, SluiceError, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { Model, Source } from "../../model/model.js";
import { environmentName } from "../../model/project/environment.js";
import { ENVIRONMENT_SCHEMA } from "../../model/project/environment-schema.js";
import { lifetimeOf } from "../../model/project/lifetime.js";
import type { ProjectDefinition } from "../../model/project/define-project.js";
import type { Project } from "../../model/project/project.js";
import { suggest } from "../../base/suggest.js";
import { discoverFiles, type DiscoveredFile } from "./discover.js";
import { checkConfig, findConfig } from "./load-config.js";
import { createModuleLoader } from "./load-module.js";
import { loadTypescript, unloaded } from "./load-typescript.js";
import { folderSettings, nameProblem } from "../../model/names.js";
import { parseNow } from "../../time/now.js";
import { readRelationFile, type RelationFile } from "./relation-file.js";
import { textRelation, type Loaded } from "./text-relation.js";
import { ignoredWarnings } from "./ignored-files.js";
import { resolveVariables } from "./variables.js";

/** What loading needs from outside. */
export interface LoadOptions {
  readonly dir: string;
  readonly target?: string | undefined;
  /** @default "prod" */
  readonly environment?: string | undefined;
  readonly vars?: Readonly<Record<string, string>> | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now?: string | undefined;
  readonly clock?: string | undefined;
  /** Called when the target is known, before models are read. */
  readonly onTarget?: ((target: Project["target"], dir: string) => void) | undefined;
}

/** Change it when what {@link RelationFile} holds changes. */
const RELATION_CACHE = "relation-file 7";

/** Folder of a project's caches. */
export function cacheDirOf(projectDir: string): string {
  return path.join(projectDir, ".sluice", "cache");
}

/** Reads a project from its files. Raises `CONFIG.*`; faults of definitions are collected in the project. */
export async function loadProject(options: LoadOptions): Promise<Project> {
  const now =
    options.now === undefined && options.clock !== undefined
      ? { at: parseNow(options.clock).at, pinned: false }
      : parseNow(options.now);
  const configFile = findConfig(options.dir);
  const dir = path.dirname(configFile);
  const importModule = await createModuleLoader(dir, cacheDirOf(dir));
  const config = checkConfig(await importModule(configFile), configFile);
  const target = chooseTarget(config, options.target);
  const vars = resolveVariables({
    schema: config.vars,
    given: options.vars ?? {},
    env: options.env,
  });
  options.onTarget?.(target, dir);
  const { files, unread, faults, ignored } = await discoverFiles(dir, config.modelsDir ?? "models");
  const settings = folderSettings(config.models ?? {});
  const loaded: readonly Loaded[] = [
    { models: [], sources: [], diagnostics: faults },
    ...unread.map(({ found, fault }) => unloaded(found, settings(found.folders), [fault])),
    ...(await loadTexts(files, {
      settings,
      cacheDir: cacheDirOf(dir),
      dialect: target.engine.dialect,
    })),
    ...(await loadTypescript(files, { settings, target, importModule })),
  ];
  const { models, sources, diagnostics } = collect(loaded);
  const environment = environmentName(options.environment);
  return {
    name: config.name,
    dir,
    target,
    targets: Object.keys(config.targets),
    defaultTarget: defaultTarget(config),
    environment,
    environmentSchema: config.environmentSchema ?? ENVIRONMENT_SCHEMA,
    lifetimeMs: lifetimeOf(environment, config.environments),
    vars,
    now,
    models,
    sources,
    diagnostics: [...diagnostics, ...ignoredWarnings(ignored)],
  };
}

function defaultTarget({ defaultTarget: name, targets }: ProjectDefinition): string {
  return name ?? Object.keys(targets)[0] ?? "";
}

function chooseTarget(config: ProjectDefinition, asked: string | undefined): Project["target"] {
  const names = Object.keys(config.targets);
  const name = asked ?? defaultTarget(config);
  const engine = config.targets[name];
  if (engine) return { name, engine };
  const near = suggest(name, names);
  throw new SluiceError({
    code: "CONFIG.UNKNOWN_TARGET",
    message: `The project has no target \`${name}\`.`,
    hints: [
      near.length > 0 ? `Did you mean \`${near[0] ?? ""}\`?` : `Declared are: ${names.join(", ")}.`,
    ],
  });
}

async function loadTexts(
  files: readonly DiscoveredFile[],
  using: {
    readonly settings: ReturnType<typeof folderSettings>;
    readonly cacheDir: string;
    readonly dialect: Dialect;
  },
): Promise<readonly Loaded[]> {
  const { settings, cacheDir, dialect } = using;
  const stamp = `${RELATION_CACHE} ${dialect.lexis.version}`;
  const cache = ContentCache.open<RelationFile>(cacheDir, "relations", stamp);
  const loaded: Loaded[] = [];
  const pause = createPause();
  for (const file of files) {
    if (file.type === "typescript") continue;
    await pause();
    const parsed = await readRelationFile(
      { file: file.file, fileText: file.text },
      { cache, lexis: dialect.lexis },
    );
    loaded.push(textRelation(file, parsed, { folder: settings(file.folders), dialect }));
  }
  cache.save();
  return loaded;
}

/** All definitions by name, and every problem with them. A definition exported by several files counts once. */
function collect(loaded: readonly Loaded[]) {
  const diagnostics: Diagnostic[] = loaded.flatMap((part) => part.diagnostics);
  const seen = new Map<string, Model | Source>();
  const add = <T extends Model | Source>(relation: T, into: Map<string, T>): void => {
    const where = { file: relation.path, model: relation.name };
    const problem = nameProblem(relation, where);
    if (problem) diagnostics.push(problem);
    const other = seen.get(relation.name.toLowerCase());
    if (other) diagnostics.push(duplicate(relation, other));
    seen.set(relation.name.toLowerCase(), relation);
    into.set(relation.name, relation);
  };
  const models = new Map<string, Model>();
  const sources = new Map<string, Source>();
  for (const part of loaded) {
    for (const model of part.models) add(model, models);
    for (const source of part.sources) add(source, sources);
  }
  for (const model of loaded.flatMap(({ assumed = [] }) => assumed)) {
    if (!seen.has(model.name.toLowerCase())) models.set(model.name, model);
  }
  return { models, sources, diagnostics };
}

function duplicate(relation: Model | Source, other: Model | Source): Diagnostic {
  return diagnostic({
    code: "MODEL.DUPLICATE",
    message: `${relation.name} is defined twice: in ${other.path} and in ${relation.path}.`,
    where: { file: relation.path, model: relation.name },
    hints: ["Rename one of them, or give it another schema."],
  });
}
