import { writeFileSync } from "node:fs";
import path from "node:path";
import {
  databaseFile,
  modelFile,
  qualified,
  writeSluiceProject,
} from "../generate/sluice-project.js";
import { sluice } from "../measure/sluice.js";
import { changedSql, type Peer } from "./peer.js";

/** This framework, on the same terms. */
export const ours: Peer = {
  name: "sluice",
  install: async () => undefined,
  database: databaseFile,
  write: (dir, models) => writeSluiceProject(dir, { models }),
  change: (dir, model) =>
    writeFileSync(path.join(dir, modelFile(model)), changedSql(model, qualified)),
  run: (dir, step) => sluice([step === "load" ? "validate" : "build", "--project", dir, "--quiet"]),
};
