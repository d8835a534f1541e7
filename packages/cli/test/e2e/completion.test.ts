import { mkdir, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { hasCommand, hasPty, onTerminal } from "../support/pty.js";
import { main, makeProject, type TestProject } from "../support/sluice.js";

/** A project with `sluice` on the path, as an installed one has it. */
async function installed(): Promise<{ project: TestProject; env: Record<string, string> }> {
  const project = await makeProject();
  await project.run(["build"]);
  const bin = `${project.dir}/bin`;
  await mkdir(bin);
  await writeFile(`${bin}/sluice`, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`, {
    mode: 0o755,
  });
  return { project, env: { PATH: `${bin}:${process.env["PATH"] ?? ""}`, HOME: project.dir } };
}

test.skipIf(!hasPty || !hasCommand("bash"))("bash completes names on Tab", async () => {
  const { project, env } = await installed();
  await project.write({ bashrc: "PS1='ready> '\nsource <(sluice completion bash)\n" });
  const ran = await onTerminal("exec bash --noprofile --rcfile bashrc -i", {
    cwd: project.dir,
    env,
    columns: 120,
    keys: [
      ["ready> ", "sluice sh\t"],
      ["show ", "marts.cu\t"],
      ["customers ", "--format c\t"],
      ["csv ", "\n"],
      // What is typed before the shell asks again may be lost.
      ["grace,1,20.00", ""],
      ["ready> ", "sluice build tag:m\t"],
      // Ctrl-U clears the line.
      ["tag:marts", "\u0015exit 7\n"],
    ],
  });
  expect(ran.output.replaceAll("\r", "")).toContain("customer,orders,total\nada,2,15.75\n");
  expect(ran.code).toBe(7);
});

test.skipIf(!hasPty || !hasCommand("zsh"))("zsh completes names on Tab", async () => {
  const { project, env } = await installed();
  await project.write({
    ".zshrc":
      "autoload -U compinit; compinit -u -d ./zdump\nPROMPT='ready> '\nsource <(sluice completion zsh)\n",
  });
  const ran = await onTerminal("exec zsh -d -i", {
    cwd: project.dir,
    env: { ...env, ZDOTDIR: project.dir },
    columns: 120,
    keys: [
      ["ready> ", "sluice show marts.cu\t"],
      ["stomers", "--format c\t"],
      ["sv", "\n"],
      ["grace,1,20.00", ""],
      ["ready> ", "exit 7\n"],
    ],
  });
  expect(ran.output.replaceAll("\r", "")).toContain("customer,orders,total\nada,2,15.75\n");
  expect(ran.code).toBe(7);
});

test.skipIf(!hasPty || !hasCommand("fish"))(
  "fish completes names with their descriptions",
  async () => {
    const { project, env } = await installed();
    const ask = "sluice completion fish | source; complete -C 'sluice show marts.cu'";
    const ran = await onTerminal(`exec fish --no-config -c "${ask}"`, { cwd: project.dir, env });
    expect(ran.output).toMatch(/^marts\.customers\t.+/m);
  },
);
