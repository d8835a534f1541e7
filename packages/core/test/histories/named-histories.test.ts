import { describe, expect, it } from "vitest";
import type { History } from "./history.js";
import { play } from "./play.js";

/** A short history, and the rows that its last command leaves in the tables of its environment. */
interface NamedHistory extends History {
  readonly rows: readonly string[];
}

/** Histories that the random ones found; each line of rows is as the table writes it. */
const histories: Readonly<Record<string, NamedHistory>> = {
  "a row that was corrected to an earlier time replaces its key under `deletes: missing`": {
    names: ["by_key_dated"],
    steps: [
      { do: "insert", hour: 14, amount: 3 },
      { do: "options", name: "by_key_dated", variant: 2, then: "build" },
      { do: "correct", nth: 0, amount: 1, later: -6 },
      { do: "build", later: 0 },
    ],
    rows: ["0 1 3", "1 1 8"],
  },
  "a row that was corrected to an earlier time is left aside under `deletes: { column }`": {
    names: ["by_key_dated"],
    steps: [
      { do: "insert", hour: 14, amount: 3 },
      { do: "options", name: "by_key_dated", variant: 1, then: "build" },
      { do: "correct", nth: 0, amount: 1, later: -6 },
      { do: "build", later: 0 },
    ],
    rows: ["0 1 3", "1 3 14"],
  },
  "a late row that came with another grain is found by an environment with the grain of before": {
    names: ["by_time_recompute"],
    steps: [
      { do: "build", later: 50 },
      { do: "dev build" },
      { do: "options", name: "by_time_recompute", variant: 3, then: "nothing" },
      { do: "insert", hour: 56, amount: 2 },
      { do: "dev build" },
    ],
    rows: ["0 3 1", "1 56 2"],
  },
  "a late row in the first build after a finer grain was published is found": {
    names: ["by_time_recompute"],
    steps: [
      { do: "build", later: 50 },
      { do: "options", name: "by_time_recompute", variant: 4, then: "build" },
      { do: "insert", hour: 56, amount: 2 },
      { do: "build", later: 0 },
    ],
    rows: ["0 3 1", "1 56 2"],
  },
  "a table that takes late input is brought up to date by a build that finds none, and goes on in both environments":
    {
      names: ["by_time_recompute"],
      steps: [
        { do: "dev build" },
        { do: "edit", place: 1, to: { factor: 3 }, then: "build" },
        { do: "insert", hour: 8, amount: 1 },
        { do: "promote" },
        { do: "mark_gone", nth: 0, later: 50 },
        { do: "dev restate", range: { start: 0, end: 72 } },
      ],
      rows: ["0 3 1", "1 8 1"],
    },
  "an edit without effect brings a table by time no further where no grain is computed": {
    names: ["by_time"],
    steps: [
      { do: "options", name: "by_time", variant: 7, then: "build" },
      { do: "dev build", edit: { place: "own", to: { spelling: "in parentheses" } } },
      { do: "build with", option: "rebuild" },
      { do: "insert", hour: 1, amount: 4 },
      { do: "promote" },
      { do: "dev restate", range: { start: 0, end: 24 } },
    ],
    rows: ["0 3 1", "1 1 4"],
  },
  "a snapshot whose query was edited without effect goes on in every environment under `--rebuild`":
    {
      names: ["snapshot_records"],
      steps: [
        { do: "insert", hour: 146, amount: 3 },
        { do: "dev build" },
        { do: "take_away", nth: 0 },
        { do: "edit", place: 1, to: { spelling: "with an alias" }, then: "nothing" },
        { do: "build with", option: "rebuild" },
        { do: "build", later: 7 },
        { do: "dev build", edit: { place: 1, to: { spelling: "in parentheses" } } },
      ],
      rows: ["0 1 30 -", "1 3 30 - gone", "1 3 30 30"],
    },
  "a column that is dropped under `sync` and comes back has no value in the rows there are": {
    names: ["by_time_sync"],
    steps: [
      { do: "options", name: "by_time_sync", variant: 1, then: "build" },
      { do: "insert", hour: 30, amount: 1 },
      { do: "build", later: 24 },
      { do: "options", name: "by_time_sync", variant: 0, then: "build" },
      { do: "options", name: "by_time_sync", variant: 1, then: "build" },
      { do: "insert", hour: 56, amount: 1 },
      { do: "build", later: 24 },
    ],
    rows: ["0 3 1", "1 30 1", "2 56 1 20"],
  },
  "a column that the query no longer gives keeps its values under `append`": {
    names: ["by_time_append"],
    steps: [
      { do: "options", name: "by_time_append", variant: 1, then: "build" },
      { do: "insert", hour: 30, amount: 1 },
      { do: "build", later: 24 },
      { do: "options", name: "by_time_append", variant: 0, then: "build" },
      { do: "insert", hour: 56, amount: 1 },
      { do: "build", later: 24 },
    ],
    rows: ["0 3 1", "1 30 1 10", "2 56 1"],
  },
  "a key whose row does not change keeps the value of a column that the query no longer gives": {
    names: ["by_key_append"],
    steps: [
      { do: "insert", hour: 4, amount: 1 },
      { do: "options", name: "by_key_append", variant: 1, then: "build" },
      { do: "options", name: "by_key_append", variant: 0, then: "build" },
      { do: "correct", nth: 0, amount: 3, later: 0 },
      { do: "build", later: 0 },
    ],
    rows: ["0 1 0", "1 3"],
  },
  "another column under `rebuild` begins the table anew": {
    names: ["by_time_rebuild"],
    steps: [
      { do: "insert", hour: 4, amount: 1 },
      { do: "options", name: "by_time_rebuild", variant: 1, then: "build" },
    ],
    rows: ["0 3 1 0", "1 4 1 10"],
  },
  "another column under `fail` is refused, and `--rebuild` begins anew with it": {
    names: ["by_time_fail"],
    steps: [
      { do: "options", name: "by_time_fail", variant: 1, then: "build" },
      { do: "insert", hour: 30, amount: 1 },
      { do: "build", later: 24 },
      { do: "build with", option: "rebuild" },
    ],
    rows: ["0 3 1 0", "1 30 1 10"],
  },
};

describe("after a history, the project and the simulation have the rows", () => {
  it.each(Object.entries(histories))("%s", async (_, { rows, ...history }) => {
    expect(await play(history)).toEqual({ differences: [], rows });
  });
});
