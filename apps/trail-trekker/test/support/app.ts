import { App } from "@sluice/app-testkit";

export const trailTrekker = new App({
  dir: new URL("../..", import.meta.url),
  parts: ["sluice.config.ts", "package.json", "models", "tests", "data", "ops"],
  // Just after the last change of the app's own data.
  today: "2024-07-01",
});
