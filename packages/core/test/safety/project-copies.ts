import { cpSync, mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { testProject, type TestProject } from "../project.js";

/** All but the configuration, which names its own folder. */
function copyProject(from: string, to: string): void {
  const filter = (file: string) => path.basename(file) !== "sluice.config.ts";
  cpSync(from, to, { recursive: true, filter });
}

/** A folder with what a project holds now, for copies. Whoever makes it removes it. */
export function templateOf({ dir }: TestProject): string {
  const template = mkdtempSync(path.join(os.tmpdir(), "sluice-template-"));
  copyProject(dir, template);
  return template;
}

/** A project with what a template holds, its caches and its warehouse among it. */
export function copyOf(template: string): TestProject {
  const project = testProject({});
  fillProject(project, template);
  return project;
}

/** As `copyOf`, for a folder that has become another disk since the project was made. */
export function fillProject(project: TestProject, template: string): void {
  copyProject(template, project.dir);
  project.writeConfig();
}
