import { defineConfig, type Options } from "tsup";
import { englishZod, thirdPartyLicenses, withoutFailpoints, zodOfCore } from "./tsup.plugins.js";

/** Gives bundled CommonJS the `require` that it calls for Node's own modules. */
const requireBanner =
  'import { createRequire as createModuleRequire } from "node:module"; const require = createModuleRequire(import.meta.url);';

export interface PackageBuild extends Omit<Options, "noExternal" | "banner" | "esbuildPlugins"> {
  readonly entry: NonNullable<Options["entry"]>;
  /** Packages that become part of this package's files: Node reads few files sooner than many. */
  readonly bundled?: readonly string[];
}

/**
 * The build of one package: ESM for Node 20 and declarations. `tsconfig.build.json` drops the
 * `@sluice/source` condition, so that workspace dependencies stay external in both.
 */
export function packageBuild({ bundled = [], ...options }: PackageBuild) {
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
    noExternal: ["zod", ...bundled],
    esbuildPlugins: [
      bundled.includes("zod") ? englishZod : zodOfCore,
      withoutFailpoints,
      thirdPartyLicenses,
    ],
    ...(bundled.length > 0 && { banner: { js: requireBanner } }),
    ...options,
  });
}
