import { defineConfig } from "vitest/config";
import { runtimeProject, typesProject } from "./vitest.shared.js";

const adapters = ["packages/adapter-*"];

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      runtimeProject({
        name: "unit",
        folders: ["packages/*"],
        ignore: adapters.map((folder) => `${folder}/**`),
      }),
      typesProject({
        name: "types",
        folders: ["packages/*"],
        tsconfig: "tsconfig.types.json",
      }),
      runtimeProject({ name: "adapters", folders: adapters }),
      runtimeProject({ name: "apps", folders: ["apps/*"] }),
    ],
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/*.test-d.ts"],
      reporter: ["text-summary", "html", "json-summary"],
    },
  },
});
