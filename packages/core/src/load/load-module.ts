import path from "node:path";
import { isSluiceError, SluiceError } from "../errors/sluice-error.js";

type Import = (file: string) => Promise<unknown>;

/** Loads TypeScript files of a project; transpiled text is kept in `cacheDir`. */
export async function createModuleLoader(projectDir: string, cacheDir: string): Promise<Import> {
  const { createJiti } = await import("jiti");
  const jiti = createJiti(path.join(projectDir, "sluice.config.ts"), {
    fsCache: path.join(cacheDir, "modules"),
    moduleCache: true,
    interopDefault: true,
  });
  // Modules are kept by process: a project opened again must see its files as they are now.
  const own = path.resolve(projectDir) + path.sep;
  for (const file of Object.keys(jiti.cache)) {
    if (file.startsWith(own) && !file.includes(`${path.sep}node_modules${path.sep}`))
      Reflect.deleteProperty(jiti.cache, file);
  }
  return async (file) => {
    try {
      return await jiti.import(file);
    } catch (error) {
      throw loadError(error, path.relative(projectDir, file).split(path.sep).join("/"));
    }
  };
}

function loadError(error: unknown, file: string): SluiceError {
  if (isSluiceError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  const place = /\((\d+):(\d+)\)/.exec(message);
  return new SluiceError({
    code: "CONFIG.LOAD_FAILED",
    message: `${file} could not be loaded: ${message.split("\n")[0] ?? message}`,
    where: place ? { file, line: Number(place[1]), column: Number(place[2]) + 1 } : { file },
    hints: ["Correct the file; it must be a TypeScript module with ES imports."],
    cause: error,
  });
}
