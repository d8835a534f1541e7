import { errorTable, SluiceError } from "@sluice/core";
import { exitCode, type CommandRun } from "../context.js";
import { printLines } from "../io/io.js";
import { printDocument } from "../json/print-document.js";
import { nearest } from "../program/nearest.js";
import { renderGrid } from "../render/grid.js";

export const run: CommandRun = async ({ io, global, args }) => {
  const [given] = args;
  const codes = given === undefined ? entries() : [find(given)];
  const [first] = codes;
  if (global.json) await printDocument(io, "explain", { ok: true, codes });
  else if (given === undefined)
    printLines(
      io,
      renderGrid(
        [{ header: "" }, { header: "" }],
        codes.map((e) => [{ text: e.code, style: io.out.bold }, { text: e.meaning }]),
        { width: io.stdout.isTTY ? io.stdout.columns : undefined },
      ),
    );
  else if (first)
    printLines(io, [
      io.out.bold(first.code),
      `  ${first.meaning}`,
      `  ${io.out.cyan("next:")} ${first.next}`,
    ]);
  return exitCode.done;
};

function entries() {
  return Object.entries(errorTable).map(([code, { meaning, next }]) => ({ code, meaning, next }));
}

function find(given: string) {
  const entry = entries().find(({ code }) => code.toLowerCase() === given.toLowerCase());
  if (entry) return entry;
  const near = nearest(given, Object.keys(errorTable));
  throw new SluiceError({
    code: "CLI.USAGE",
    message: `There is no error code "${given}".`,
    hints:
      near.length > 0
        ? [`Did you mean ${near.join(" or ")}?`]
        : ["`sluice explain` lists all codes."],
  });
}
