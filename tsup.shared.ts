import { defineConfig, type Options } from "tsup";

/**
 * The build of one package: ESM for Node 20 and declarations. `tsconfig.build.json` drops the
 * `@sluice/source` condition, so that workspace dependencies stay external in both.
 */
export function packageBuild(options: Options & { readonly entry: NonNullable<Options["entry"]> }) {
  return defineConfig({
    format: "esm",
    target: "node20.19",
    platform: "node",
    tsconfig: "tsconfig.build.json",
    dts: true,
    clean: true,
    splitting: true,
    treeshake: false,
    sourcemap: false,
    silent: true,
    ...options,
  });
}
