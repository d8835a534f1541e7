import { fileURLToPath } from "node:url";
import { AppCopy, type OpenOptions } from "@sluice/app-testkit";

/** Folder of the app as it stands in the repository. */
export const appDir = fileURLToPath(new URL("../..", import.meta.url));

/** The day on which tests look at the app's own data, just after its last change. */
export const today = "2024-07-01";

const parts = ["sluice.config.ts", "package.json", "models", "tests", "data", "ops"];

/** The app in a temporary folder. Its `$now` is `today`, unless a clock or another time is given. */
export class App extends AppCopy {
  constructor(options: OpenOptions = {}) {
    const now = options.clock === undefined ? today : undefined;
    super({ from: appDir, parts, ...(now !== undefined && { now }), ...options });
  }
}
