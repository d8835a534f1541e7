import { readdirSync, existsSync } from "node:fs";
import { expect, test } from "vitest";
import * as runs from "./all.js";
import { commandDefinitions } from "./definitions.js";
import { documents } from "./documents.js";

const here = new URL("./", import.meta.url);
const folders = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const having = (file: string) =>
  folders.filter((folder) => existsSync(new URL(`${folder}/${file}`, here)));
/** Loaded by themselves: they open no project. */
const apart = ["complete", "completion"];

test("every folder of a command has its definition in the list", () => {
  const names = commandDefinitions.map(({ name }) => name.replace("__", ""));
  expect(names.sort()).toEqual(folders);
  expect(having("definition.ts")).toEqual(folders);
});

test("every folder of a command has its code in the list", () => {
  expect(Object.keys(runs).sort()).toEqual(folders.filter((name) => !apart.includes(name)));
  expect(having("run.ts")).toEqual(folders);
});

test("every document of a command is in the list", () => {
  const names = Object.keys(documents).filter((name) => name !== "errors");
  expect(names.sort()).toEqual(having("document.ts"));
});
