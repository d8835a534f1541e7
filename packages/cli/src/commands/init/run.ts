import { lstat, mkdir, open, rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { SluiceError } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { askInit, type InitAnswers } from "../../init/ask.js";
import { templateNames } from "../../init/template-names.js";
import { readTemplate, type TemplateFile } from "../../init/templates.js";
import { remark } from "../../io/io.js";
import { writeFailed } from "../../output/output-file.js";
import { printDocument } from "../../json/print-document.js";
import { text } from "../../program/read-options.js";
import { listed } from "../../render/amounts.js";
import { shellText } from "../../render/shell-text.js";

export const run: CommandRun = async (context) => {
  const answers = await answersOf(context);
  if (!answers) return exitCode.declined;
  const { io, global } = context;
  const dir = resolve(io.cwd, answers.dir);
  const files = await readTemplate(answers.template, projectName(dir));
  await refuseExisting(dir, files, answers.dir);
  await writeAll(files, dir);
  if (global.json) {
    await printDocument(io, "init", {
      ok: true,
      dir,
      template: answers.template,
      files: files.map((file) => file.path),
    });
  } else if (!global.quiet) {
    remark(io, told(files, { dir, context }));
  }
  return exitCode.done;
};

async function answersOf({
  args,
  options,
  global,
  io,
}: CommandContext): Promise<InitAnswers | undefined> {
  const template = templateNames.find((name) => name === text(options, "template"));
  const [dir] = args;
  const ask =
    dir === undefined &&
    template === undefined &&
    !global.json &&
    io.stdin.isTTY &&
    io.stdout.isTTY &&
    io.live;
  if (ask) return askInit();
  return { dir: dir ?? ".", template: template ?? "minimal" };
}

/** The folder's name as a plain SQL name. */
function projectName(dir: string): string {
  const name = basename(dir)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return /^[a-z]/.test(name) ? name : `project${name === "" ? "" : `_${name}`}`;
}

async function refuseExisting(
  dir: string,
  files: readonly TemplateFile[],
  given: string,
): Promise<void> {
  const checked = await Promise.all(
    files.map(async (file) => ((await exists(join(dir, file.path))) ? [file.path] : [])),
  );
  const taken = checked.flat();
  if (taken.length === 0) return;
  throw new SluiceError({
    code: "CLI.EXISTS",
    message: `${given === "." ? "This folder" : given} already has ${listed(taken)}.`,
    why: "`init` never overwrites a file.",
    hints: ["Choose another folder: `sluice init <dir>`."],
  });
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

/** All files or none: what was written goes again when one cannot be, so that the next try finds the folder free. */
async function writeAll(files: readonly TemplateFile[], dir: string): Promise<void> {
  const written: string[] = [];
  for (const { path, content } of files) {
    const file = join(dir, path);
    try {
      await mkdir(dirname(file), { recursive: true });
      const handle = await open(file, "wx");
      written.push(file);
      await handle.writeFile(content).finally(() => handle.close());
    } catch (error) {
      await Promise.all(written.map((one) => rm(one, { force: true }).catch(() => undefined)));
      throw writeFailed(file, error);
    }
  }
}

function told(
  files: readonly TemplateFile[],
  { dir, context }: { readonly dir: string; readonly context: CommandContext },
): string[] {
  const { io } = context;
  const there = relative(io.cwd, dir);
  const steps = [
    ...(there === "" ? [] : [`cd ${/^[\w./][\w./-]*$/.test(there) ? there : shellText(there)}`]),
    "npm install",
    "npx sluice build",
    "npx sluice test",
  ];
  return [
    `${io.err.green("Made")} ${there === "" ? "the project here" : there}: ${String(files.length)} files.`,
    ...files.map((file) => io.err.dim(`  ${file.path}`)),
    "",
    "Next:",
    ...steps.map((step) => `  ${step}`),
  ];
}
