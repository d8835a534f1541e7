import path from "node:path";
import type { BenchOptions } from "../bench.js";
import { bareStatements } from "../generate/bare-sql.js";
import type { GeneratedModel } from "../generate/layers.js";
import {
  databaseFile,
  writeSluiceProject,
  type SluiceProject,
} from "../generate/sluice-project.js";
import { writeBareProject, type BareProject } from "./bare-project.js";
import { dropCaches, dropWarehouse, sluiceBuild } from "./sluice.js";
import { assertSameContents } from "./verify.js";

/** One set of models, as a project of the framework and as bare statements. */
export interface Workload {
  readonly dir: string;
  readonly models: readonly GeneratedModel[];
  readonly bare: BareProject;
  /** A first build by the command. `caches` keeps what it knows about the texts. */
  readonly build: (options?: { readonly caches?: boolean }) => ReturnType<typeof sluiceBuild>;
  /** Throws unless the last builds of both sides show readers the same rows; returns their number. */
  readonly verify: () => Promise<number>;
}

/** Generates both sides in a folder of the bench. */
export function prepareWorkload(
  options: BenchOptions,
  name: string,
  project: SluiceProject & { readonly before?: readonly string[] | undefined },
): Workload {
  const { models, before = [] } = project;
  const dir = path.join(options.workDir, name);
  writeSluiceProject(dir, project);
  const bare = writeBareProject(dir, [...before, ...bareStatements(models)]);
  return {
    dir,
    models,
    bare,
    build: async ({ caches = false } = {}) => {
      dropWarehouse(dir);
      if (!caches) dropCaches(dir);
      const result = await sluiceBuild(dir);
      if (result.built !== models.length) {
        throw new Error(`Built ${result.built} of ${models.length} models.`);
      }
      return result;
    },
    verify: () =>
      assertSameContents(models, { ours: path.join(dir, databaseFile), other: bare.database }),
  };
}
