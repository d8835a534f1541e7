import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";

/** Where a package's test run leaves its machine-readable report. */
export const reportFile = ".reports/vitest.json";

const tests = ["src/**/*.test.ts", "test/**/*.test.ts", "tests/**/*.test.ts"];
const typeTests = ["src/**/*.test-d.ts", "test/**/*.test-d.ts"];
/** Folders of tests that take long by their nature, and the reason. */
const longFolders: Readonly<Record<string, string>> = {
  safety: "kills, faults and races",
  faults: "faults of one model beside the rest of a project",
  histories: "long random histories",
  peers: "defects of peers, over many builds",
  e2e: "the built command",
};

/** Tests that `npm run test:fast` leaves out, by glob, and the reason. */
export const longTests: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(longFolders).map(([folder, reason]) => [`**/test/${folder}/**`, reason]),
  ),
  "apps/**": "the example projects, which read built packages",
  "**/*.long.test.ts": "data and random runs that take more than a few seconds",
};

const longPath = new RegExp(
  String.raw`/test/(?:${Object.keys(longFolders).join("|")})/|\.long\.test\.ts$`,
  "u",
);

/** Starts long files first: none begins when the other workers have nothing left to do. */
class LongFirst extends BaseSequencer {
  override async sort(files: Parameters<BaseSequencer["sort"]>[0]) {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: (typeof sorted)[number]) => longPath.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

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

/** Tests that change what files share, by mocks of modules or kinds that they add. */
const isolated = "**/*.isolated.test.ts";

/**
 * Projects of runtime tests (`*.test.ts`). Files of one worker share their modules, which saves half of the time of a
 * short file; `x.isolated.test.ts` has its own.
 */
export function runtimeProjects({ name, folders, ignore = [] }: TestProject) {
  return [
    runtimeProject({ name, folders, ignore: [...ignore, isolated], isolate: false }),
    runtimeProject({
      ...{ name: `${name}-isolated`, folders, ignore, isolate: true },
      patterns: [isolated],
    }),
  ];
}

function runtimeProject({
  name,
  folders,
  ignore = [],
  isolate,
  patterns = tests,
}: TestProject & { readonly isolate: boolean; readonly patterns?: readonly string[] }) {
  return {
    ...shared,
    test: {
      name,
      isolate,
      include: inFolders(folders, patterns),
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
      // By itself Vitest leaves a core idle, and Turborepo has none for it once the last package runs.
      maxWorkers: "100%",
      sequence: { sequencer: LongFirst },
      reporters: ["default", "json"],
      outputFile: { json: reportFile },
      projects: [
        ...runtimeProjects({ name: "unit", folders: ["."] }),
        typesProject({ name: "types", folders: ["."] }),
      ],
    },
  });
}
