import { App } from "@sluice/app-testkit";

export const shopsmart = new App({
  dir: new URL("../..", import.meta.url),
  parts: ["sluice.config.ts", "package.json", "metrics", "models", "tests", "data"],
  // Just after the last order of the app's own data.
  today: "2024-07-01",
});
