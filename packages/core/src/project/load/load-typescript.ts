import { isSluiceError, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { Project } from "../../model/project/project.js";
import type { DiscoveredFile } from "./discover.js";
import { defaultExport } from "./load-config.js";
import { moduleFiles } from "./module-text.js";
import { moduleTokens } from "./module-tokens.js";
import { relationName, type FolderSettings, type RelationName } from "../../model/names.js";
import type { Loaded } from "./text-relation.js";
import {
  definitionName,
  definitionsOf,
  typescriptRelations,
  unreadModel,
} from "./typescript-relation.js";

interface LoadContext {
  readonly settings: (folders: readonly string[]) => FolderSettings;
  readonly target: Project["target"];
  readonly importModule: (file: string) => Promise<unknown>;
}

/** A file that was loaded, or that cannot be. */
type Module = { readonly found: DiscoveredFile; readonly exports: unknown } | Unloaded;

/** A file that cannot be loaded, and why. */
interface Unloaded {
  readonly found: DiscoveredFile;
  readonly faults: readonly Diagnostic[];
}

/** The relations of TypeScript files. A file that cannot be loaded is a finding, and hides no other. */
export async function loadTypescript(
  files: readonly DiscoveredFile[],
  context: LoadContext,
): Promise<readonly Loaded[]> {
  const names = new Map<object, RelationName>();
  const modules: Module[] = [];
  for (const found of files.filter((file) => file.type === "typescript")) {
    const loaded = await importFile(found, context.importModule);
    modules.push(loaded);
    if ("faults" in loaded) continue;
    const folder = context.settings(found.folders);
    for (const definition of definitionsOf(loaded.exports)) {
      if (!names.has(definition)) names.set(definition, definitionName(definition, found, folder));
    }
  }
  const unread = modules.flatMap((one) => ("faults" in one ? [one] : []));
  return modules.map((one) => {
    const { found } = one;
    const folder = context.settings(found.folders);
    if ("faults" in one) return unloaded(found, folder, isFirstOf(one, unread) ? one.faults : []);
    return typescriptRelations(found, {
      exports: defaultExport(one.exports) === undefined ? {} : one.exports,
      names,
      folder,
      dialect: context.target.engine.dialect,
      moduleFiles: () => moduleFiles(found.absolute),
    });
  });
}

async function importFile(
  found: DiscoveredFile,
  importModule: LoadContext["importModule"],
): Promise<Module> {
  try {
    return { found, exports: await importModule(found.absolute) };
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    return { found, faults: error.all };
  }
}

/** True for one file of all those that the same place keeps from being loaded: its own, or the first that imports it. */
function isFirstOf({ found, faults }: Unloaded, unread: readonly Unloaded[]): boolean {
  const at = placeText(faults);
  const same = unread.filter((other) => placeText(other.faults) === at);
  const own = same.find((other) => other.found.file === faults[0]?.where?.file);
  return (own ?? same[0])?.found === found;
}

function placeText([fault]: readonly Diagnostic[]): string {
  const { file = "", line, column } = fault?.where ?? {};
  return `${file}:${String(line)}:${String(column)}`;
}

/** A file whose definitions are not known: the names that it may define, so that readers of them are not at fault. */
export function unloaded(
  found: DiscoveredFile,
  folder: FolderSettings,
  diagnostics: readonly Diagnostic[],
): Loaded {
  const { stem, folders } = found;
  const assumed = [undefined, ...givenNames(found.text)].map((given) =>
    unreadModel(relationName({ given, stem, folders, folderSchema: folder.schema }), found),
  );
  return { models: [], sources: [], diagnostics, assumed };
}

/** Texts that follow `name:` anywhere in a module. */
function givenNames(text: string): readonly string[] {
  const tokens = moduleTokens(text);
  return tokens.flatMap(({ value }, i) => {
    const [colon, name] = [tokens[i + 1], tokens[i + 2]];
    const isName = value === "name" && colon?.value === ":" && name?.type === "text";
    return isName ? [name.value] : [];
  });
}
