import type { BuildInput, Logic, Options } from "./table.js";

/** A table of a model and the queries that it was last computed with. */
export interface Version<T> {
  readonly table: T;
  logic: Logic;
  /** Options of which another value is an own edit. */
  edit: string;
}

type Input = Pick<BuildInput, "logic" | "option" | "options">;

/** How a build goes on. */
export interface Start<T> {
  readonly version: Version<T>;
  /** A query above was edited: all rows are computed again. */
  readonly recomputes: boolean;
}

/** How a table begins. */
interface Making<T> {
  readonly empty: () => T;
  readonly copy: (of: T) => T;
}

/** The tables of a model that a build may go on with. */
export class Versions<T> {
  readonly #byText = new Map<string, Version<T>>();
  published: Version<T> | undefined;

  get all(): ReadonlySet<Version<T>> {
    return new Set(this.#byText.values());
  }

  /** The table that a build computes. */
  next(input: Input, making: Making<T>): Start<T> {
    const start = this.#start(input, making);
    start.version.logic = input.logic;
    this.#byText.set(textOf(input), start.version);
    return start;
  }

  #start(input: Input, making: Making<T>): Start<T> {
    const { logic, option, options } = input;
    const { edit, forwardOnly } = options;
    const goingOn = (table: T, recomputes = false) => ({
      version: { table, logic, edit },
      recomputes,
    });
    const base = this.published;
    // C1: `--rebuild` begins anew.
    if (!base || option === "rebuild") return goingOn(making.empty());
    // E3: the edit is compared with what the published table was computed with.
    const isSameOwn = sameOwn(base.logic, logic) && base.edit === edit;
    // E1: an edit without effect, own or above, goes on with the published table.
    if (isSameOwn && sameAbove(base.logic, logic)) return { version: base, recomputes: false };
    // C2: `--forward-only`, or that of the kind, goes on with a copy and computes no row of it again.
    if (option === "forward only" || forwardOnly === true) return goingOn(making.copy(base.table));
    // E2: an effective edit above goes on with a copy.
    if (isSameOwn) return goingOn(making.copy(base.table), true);
    // T6, K6: an edit that is taken back goes on with the table of the same queries. T5, K5: another begins anew.
    const former = this.#byText.get(textOf(input));
    return former ? { version: former, recomputes: false } : goingOn(making.empty());
  }
}

function textOf({ logic, options }: { readonly logic: Logic; readonly options: Options }): string {
  return JSON.stringify([logic, options.edit]);
}

/** E4: an edit of the ephemeral model counts as one of the query where both are edited at once. */
function sameOwn(before: Logic, after: Logic): boolean {
  const isSame = before.own.factor === after.own.factor;
  const isOneEdit = before.own.text === after.own.text || sameQuery(before.above, after.above, -1);
  return isSame && isOneEdit;
}

function sameAbove(before: Logic, after: Logic): boolean {
  return before.above.every((_, place) => sameQuery(before.above, after.above, place));
}

function sameQuery(before: Logic["above"], after: Logic["above"], place: number): boolean {
  return before.at(place)?.factor === after.at(place)?.factor;
}
