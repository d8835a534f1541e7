import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  environment,
  linkPackages,
  main,
  makeProject,
  projectAt,
  startSluice,
} from "../support/sluice.js";

async function emptyFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "sluice-init-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

test.each(["minimal", "shop"])(
  "a new project from %s builds, passes and has types as it is",
  async (template) => {
    const parent = await emptyFolder();
    const made = await startSluice(["init", "My Shop", "--template", template], { cwd: parent })
      .done;
    expect(made.code).toBe(0);
    expect(made.stderr).toContain("\n  cd 'My Shop'\n");
    const dir = join(parent, "My Shop");
    await linkPackages(dir);
    const project = projectAt(dir);
    expect(await project.read("package.json")).toContain('"name": "my_shop"');
    expect(await project.read(".gitignore")).toContain("*.duckdb");
    expect((await project.json("validate")).document).toMatchObject({ ok: true, warnings: [] });
    expect((await project.json("test")).document).toMatchObject({ ok: true });
    const built = await project.json("build", ["--now", "2026-03-31"]);
    expect(built.document).toMatchObject({ ok: true, summary: { warnings: 0, failed: 0 } });
    expect((await project.json("check")).document).toMatchObject({
      ok: true,
      summary: { warned: 0 },
    });
  },
);

test("init never overwrites", async () => {
  const dir = await emptyFolder();
  await writeFile(join(dir, "README.md"), "mine");
  const ran = await startSluice(["init", "--json"], { cwd: dir }).done;
  expect(ran.code).toBe(2);
  expect(JSON.parse(ran.stdout)).toMatchObject({ ok: false, errors: [{ code: "CLI.EXISTS" }] });
  expect(await readdir(dir)).toEqual(["README.md"]);
});

/** Scripts a process loaded, by V8's own account. */
async function loadedBy(args: readonly string[]): Promise<string[]> {
  const dir = await emptyFolder();
  spawnSync(process.execPath, [main, ...args], { env: environment({ NODE_V8_COVERAGE: dir }) });
  const [file] = await readdir(dir);
  const report = JSON.parse(await readFile(join(dir, file ?? ""), "utf8")) as {
    result: { url: string }[];
  };
  return report.result.map((script) => script.url);
}

test.each(["--version", "--help", "build --help", "completion bash"])(
  "`sluice %s` loads no command, core, zod or engine",
  async (line) => {
    const urls = await loadedBy(line.split(" "));
    expect(urls.some((url) => url.endsWith("/cli/dist/main.js"))).toBe(true);
    expect(
      urls.filter((url) =>
        /dist\/all-|zod|packages\/(?:core|dq|adapter)|duckdb|clack|yaml|jiti/.test(url),
      ),
    ).toEqual([]);
  },
);

test("completion in bash: commands, options, values and names of the project", async () => {
  const project = await makeProject();
  const script = await project.run(["completion", "bash"]);
  const complete = (line: string) => {
    const ask = `sluice() { "${process.execPath}" "${main}" "$@"; }
${script.stdout}
COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; COMP_WORDS=(${line
      .split(" ")
      .map((word) => `'${word}'`)
      .join(" ")}); COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
_sluice_complete; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync("bash", ["-c", ask], {
      cwd: project.dir,
      env: environment(),
      encoding: "utf8",
    })
      .trim()
      .split("\n");
  };
  expect(complete("sluice bu")).toEqual(["build"]);
  expect(complete("sluice build --f")).toEqual([
    "--force",
    "--forward-only",
    "--full-refresh",
    "--fail-fast",
  ]);
  expect(complete("sluice plan --restate tag:m")).toEqual(["tag:marts"]);
  expect(complete("sluice show --format c")).toEqual(["csv"]);
  expect(complete("sluice build marts.")).toEqual(["marts.customers", "marts.totals"]);
  expect(complete("sluice build +staging")).toEqual(["+staging.stg_orders"]);
  expect(complete("sluice build tag:m")).toEqual(["tag:marts"]);
  expect(complete("sluice lineage marts.totals.c")).toEqual(["marts.totals.customers"]);
  expect(complete("sluice explain SQL.B")).toEqual(["SQL.BIND"]);
  expect(complete("sluice completion ")).toEqual(["bash", "zsh", "fish"]);
});

test("zsh and fish get descriptions beside the words", async () => {
  const project = await makeProject();
  const zsh = await project.run(["__complete", "zsh", "--", "build", "tag:"]);
  expect(zsh.stdout).toContain("tag\\:marts:tag");
  const fish = await project.run(["__complete", "fish", "--", "bu"]);
  expect(fish.stdout).toBe("build\tvalidate, build what is stale, check it, publish it\n");
  for (const shell of ["zsh", "fish"]) {
    expect((await project.run(["completion", shell])).stdout).toContain(`__complete ${shell} --`);
  }
});
