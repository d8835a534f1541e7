import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot, packageVersion } from "../package-root.js";
import type { TemplateName } from "./template-names.js";

/** A file of a new project. */
export interface TemplateFile {
  /** Relative to the project, forward slashes. */
  readonly path: string;
  readonly content: string;
}

/** Names a package may not carry as they are: npm leaves `.gitignore` out, and a second package.json misleads tools. */
const renamed: Readonly<Record<string, string>> = {
  _gitignore: ".gitignore",
  "_package.json": "package.json",
  "_tsconfig.json": "tsconfig.json",
};

export const templateSummaries: Readonly<Record<TemplateName, string>> = {
  minimal: "one seed, one SQL model, one TypeScript model, checks and a unit test",
  shop: "an online shop: staging, intermediate and marts, variables, two targets",
};

/** The files of a template, for a project of this name. */
export async function readTemplate(template: TemplateName, name: string): Promise<TemplateFile[]> {
  const root = join(packageRoot(), "templates", template);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map(async (entry) => {
    const full = join(entry.parentPath, entry.name);
    const folder = entry.parentPath.slice(root.length + 1).replaceAll("\\", "/");
    const file = renamed[entry.name] ?? entry.name;
    return {
      path: folder === "" ? file : `${folder}/${file}`,
      content: fill(await readFile(full, "utf8"), name),
    };
  });
  return (await Promise.all(read)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function fill(content: string, name: string): string {
  return content.replaceAll("my_project", name).replaceAll("0.0.0-sluice", packageVersion());
}
