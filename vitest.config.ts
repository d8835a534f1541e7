import { defineConfig } from "vitest/config";
import { runtimeProjects, typesProject } from "./vitest.shared.js";

const adapters = ["packages/adapter-*"];

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      ...runtimeProjects({
        name: "unit",
        folders: ["packages/*"],
        ignore: adapters.map((folder) => `${folder}/**`),
      }),
      typesProject({
        name: "types",
        folders: ["packages/*"],
        tsconfig: "tsconfig.types.json",
      }),
      ...runtimeProjects({ name: "adapters", folders: adapters }),
      ...runtimeProjects({ name: "apps", folders: ["apps/*"] }),
    ],
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/*.test-d.ts"],
      reporter: ["text-summary", "html", "json-summary"],
    },
  },
});
