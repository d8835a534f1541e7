import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Where a package's test run leaves its machine-readable report. */
export const reportFile = ".reports/vitest.json";

const tests = ["src/**/*.test.ts", "test/**/*.test.ts", "tests/**/*.test.ts"];
const typeTests = ["src/**/*.test-d.ts", "test/**/*.test-d.ts"];
/**
 * The tests that `npm run test:fast` leaves out, by folder or by name: `x.long.test.ts` is for data
 * and random runs that take more than a few seconds.
 */
export const longTests: Readonly<Record<string, string>> = {
  "**/test/safety/**": "kills, faults and races",
  "**/test/faults/**": "faults of one model beside the rest of a project",
  "**/test/histories/**": "long random histories",
  "**/test/peers/**": "defects of peers, over many builds",
  "**/test/e2e/**": "the built command",
  "apps/**": "the example projects, which read built packages",
  "**/*.long.test.ts": "data and random runs that take long",
};
const never = ["**/node_modules/**", "**/dist/**", "**/.sluice/**", "**/__fixtures__/**"];

/** In-repo imports resolve to sources, so that no test needs a build first. */
const conditions = ["@sluice/source", "module", "node", "development|production"];

/** As `paths` in tsconfig.base.json: core's tests run on a real engine. */
const alias = {
  "@sluice/adapter-duckdb": fileURLToPath(
    new URL("packages/adapter-duckdb/src/index.ts", import.meta.url),
  ),
};

/** Settings that every test project shares. */
export const shared = {
  resolve: { alias, conditions },
  ssr: { resolve: { conditions } },
} satisfies ViteUserConfig;

export interface TestProject {
  readonly name: string;
  /** Folder patterns the project covers, relative to the config's folder; `.` is the folder itself. */
  readonly folders: readonly string[];
  readonly ignore?: readonly string[];
}

function inFolders(folders: readonly string[], patterns: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    patterns.map((pattern) => (folder === "." ? pattern : `${folder}/${pattern}`)),
  );
}

/** A project of runtime tests (`*.test.ts`). */
export function runtimeProject({ name, folders, ignore = [] }: TestProject) {
  return {
    ...shared,
    test: {
      name,
      include: inFolders(folders, tests),
      exclude: [...never, ...ignore],
      environment: "node" as const,
      // Only for what hangs: a busy machine is slow, and no test fails for that.
      testTimeout: 400_000,
      hookTimeout: 400_000,
      restoreMocks: true,
      unstubEnvs: true,
    },
  };
}

/**
 * A project of type tests (`*.test-d.ts`), judged by the compiler alone. `tsconfig` must include
 * them: Vitest passes a type test that the compiler never saw.
 */
export function typesProject({
  name,
  folders,
  ignore = [],
  tsconfig = "tsconfig.json",
}: TestProject & { readonly tsconfig?: string }) {
  const include = inFolders(folders, typeTests);
  return {
    ...shared,
    test: {
      name,
      include: [],
      exclude: [...never, ...ignore],
      typecheck: {
        enabled: true,
        only: true,
        include,
        tsconfig,
        // Errors outside the type tests are `pnpm typecheck`'s to report.
        ignoreSourceErrors: true,
      },
    },
  };
}

/** The config of one package or app: its runtime tests and its type tests. */
export function projectConfig(): ViteUserConfig {
  return defineConfig({
    test: {
      passWithNoTests: true,
      reporters: ["default", "json"],
      outputFile: { json: reportFile },
      projects: [
        runtimeProject({ name: "unit", folders: ["."] }),
        typesProject({ name: "types", folders: ["."] }),
      ],
    },
  });
}
