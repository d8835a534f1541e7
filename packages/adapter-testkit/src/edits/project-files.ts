import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  configurationOf,
  type ModelPart,
  type Part,
  type Project,
  type SeedPart,
} from "./parts.js";

/** The files of a part by their paths. */
function filesOf(part: Part): Readonly<Record<string, string>> {
  switch (part.part) {
    case "model":
      return { [`models/${part.schema}/${part.name}.sql`]: modelText(part) };
    case "seed":
      return seedFiles(part);
    case "project":
      return {
        "lib/step.ts": `export const step = ${String(part.step)};\n`,
        "models/base/stepped.ts": steppedModel,
      };
  }
}

const steppedModel = `import { step } from "../../lib/step.js";
const { defineModel, sql } = globalThis.sluiceEdits;
export default defineModel({
  kind: "table",
  refs: { a: "base.a" },
  sql: ({ a }) => sql\`select id, x + \${step} as v from \${a}\`,
});
`;

/** The text of a model's file. */
export function modelText({ header, sql }: ModelPart): string {
  const lines = Object.entries(header).map(([key, value]) => `${key}: ${value}`);
  return lines.length === 0 ? `${sql}\n` : `/* model\n${lines.join("\n")}\n*/\n${sql}\n`;
}

function seedFiles({ name, columns, rows }: SeedPart): Readonly<Record<string, string>> {
  const types = columns.map((column) => `  ${column.name}: { type: "${column.type}" }\n`);
  const lines = rows.map((row) =>
    JSON.stringify(Object.fromEntries(columns.map((column, i) => [column.name, row[i]]))),
  );
  return {
    [`models/${name.replace(".", "/")}.seed.yaml`]: `file: data/${name}.ndjson\ncolumns:\n${types.join("")}`,
    [`data/${name}.ndjson`]: `${lines.join("\n")}\n`,
  };
}

/** A folder that holds the files of a project. */
export class ProjectFolder {
  readonly dir: string;
  #written: ReadonlyMap<string, string> = new Map();

  constructor(dir: string) {
    this.dir = dir;
  }

  /** Writes the files that differ from those of the last call, and removes those that are gone. */
  write(project: Project): void {
    const files = new Map([...project.values()].flatMap((part) => Object.entries(filesOf(part))));
    files.set("sluice.config.ts", configText(this.dir));
    for (const [name, text] of files) {
      if (this.#written.get(name) === text) continue;
      const file = path.join(this.dir, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    for (const name of this.#written.keys())
      if (!files.has(name)) rmSync(path.join(this.dir, name), { force: true });
    this.#written = files;
  }
}

function configText(dir: string): string {
  return `export default globalThis.sluiceEdits.config(${JSON.stringify(dir)});\n`;
}

/** Names of the models of a project with their relations: all but those of kind `ephemeral`. */
export function relationsOf(project: Project): readonly string[] {
  const { folders } = configurationOf(project);
  const names = [...project.values()].flatMap((part) => {
    if (part.part === "project") return ["base.stepped"];
    if (part.part === "seed") return [part.name];
    const kind = part.header["kind"] ?? folders[part.schema];
    return kind === "ephemeral" ? [] : [`${part.schema}.${part.name}`];
  });
  return names.sort();
}
