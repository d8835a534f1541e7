import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { scopeOptions } from "../render/scope-options.js";
import { createProgram } from "./create-program.js";
import { commandDefinitions } from "../commands/definitions.js";

const packages = fileURLToPath(new URL("../../..", import.meta.url));

/** A word for what a text leaves open: an interpolation, a placeholder, a variable. */
const ANY = "anything";

/** Command lines that texts of the sources tell people to run, with the file they stand in; not those that only speak of them. */
function hintedCommands(): readonly { readonly file: string; readonly words: readonly string[] }[] {
  const files = readdirSync(packages, { recursive: true, encoding: "utf8" }).filter((file) =>
    /^[\w-]+\/src\/(?!docs\/|export\/|program\/|commands\/[a-z]+\/definition\.ts|.*command-line\.ts|.*\.test(?:-d)?\.ts).*\.ts$/.test(
      file.replaceAll("\\", "/"),
    ),
  );
  return files.flatMap((file) => {
    const source = readFileSync(`${packages}/${file}`, "utf8").replaceAll(
      /^\s*(?:\/?\*|\/\/).*$/gm,
      "",
    );
    const written = [...source.matchAll(/\\?`sluice ([a-z](?:[^`\\]|\$\{[^}]*\})*)\\?`/g)].map(
      ([, text = ""]) => openWords(text).split(/\s+/),
    );
    const made = [
      ...source.matchAll(
        /(commandLine|environmentCommand|warehouseCommand)\(\s*\[((?:[^[\]]|\[[^\]]*\])*)\]/g,
      ),
    ].map(([, maker = "", list = ""]) => madeWords(maker, list));
    return [...written, ...made].map((words) => ({ file, words }));
  });
}

function openWords(text: string): string {
  const scoped = text.replaceAll(
    /\$\{(?:visible\()?scope\)?\}/g,
    scopeOptions({ environment: "dev", target: ANY, project: ANY }),
  );
  return scoped.replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}|<[^>]*>/g, ANY).trim();
}

/** The words that a function makes a command of, with the options it may add. */
function madeWords(maker: string, list: string): readonly string[] {
  const items = [...list.matchAll(/"([^"]*)"|`((?:\\.|[^`])*)`|([\w.]+)/g)];
  const words = items.map(
    ([, plain, template]) => plain ?? (template === undefined ? ANY : openWords(template)),
  );
  const [command = "", ...rest] = words;
  if (maker === "environmentCommand") return [command, "dev", ...rest, "--target", ANY];
  const environment = maker === "commandLine" ? ["--env", "dev"] : [];
  return [command, ...rest, ...environment, "--target", ANY];
}

function problemOf(words: readonly string[]): string | undefined {
  const program = createProgram({
    definitions: commandDefinitions,
    version: "",
    print: () => undefined,
    run: () => Promise.resolve(),
  });
  try {
    program.parse(words, { from: "user" });
    return undefined;
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    return code === "commander.helpDisplayed" ? undefined : message;
  }
}

test("every command that a text tells people to run is one of the command line", () => {
  const hinted = hintedCommands();
  expect(hinted.length).toBeGreaterThan(50);
  const wrong = hinted.flatMap(({ file, words }) => {
    const problem = problemOf(words);
    return problem === undefined ? [] : [`${file}: sluice ${words.join(" ")}: ${problem}`];
  });
  expect(wrong).toEqual([]);
});

test("a command that is none would be noticed", () => {
  expect(problemOf(["bild"])).toContain("bild");
  expect(problemOf(["build", "--enviroment", "dev"])).toContain("--enviroment");
});
