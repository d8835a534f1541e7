import { errorTable, SluiceError } from "@sluice/core";
import { exitCode, type CommandRun } from "../../context.js";
import { printLines } from "../../io/io.js";
import { terminalWidth } from "../../io/output.js";
import { printDocument } from "../../json/print-document.js";
import { renderGrid } from "../../render/grid.js";
import { didYouMean } from "../../session/did-you-mean.js";

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
        { width: terminalWidth(io.stdout) },
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
  throw new SluiceError({
    code: "CLI.USAGE",
    message: `There is no error code "${given}".`,
    hints: [didYouMean(given, Object.keys(errorTable), "`sluice explain` lists all codes.")],
  });
}
