import { contentOf, PRODUCTION, type BuildInput, type Logic, type Options } from "./table.js";

/** A table of a model and the queries that it was last computed with. */
export interface Version<T> {
  /** Rows, and whatever the kind has beside them. */
  table: T;
  logic: Logic;
  /** Options of which another value is an own edit. */
  edit: string;
  /** The input that it was last brought up to date with. */
  content: string | undefined;
  rebuilds: number;
  /** The tables and views that it was last brought up to date from, as one text. */
  from?: string | undefined;
  /** How often its rows changed. */
  revision: number;
  /** The table that it began as a copy of, with its revision then. */
  readonly origin?: { readonly of: Version<T>; readonly revision: number } | undefined;
}

/** How a build goes on. */
export interface Start<T> {
  readonly version: Version<T>;
  /** A query above was edited: all rows are computed again. */
  readonly recomputes: boolean;
  /** C2: an effective edit counts from now on. */
  readonly goesForward?: boolean;
}

/** How a table begins. */
interface Making<T> {
  readonly empty: () => T;
  /** Undefined where the copy would have other columns and begins anew. */
  readonly copy: (of: T, options: Options) => T | undefined;
}

interface Published<T> {
  readonly version: Version<T>;
  /** The queries and options that it is published with, as one text. */
  readonly text: string;
  /** The tables and views that it is published with, as one text. */
  readonly from: string;
}

/** The tables of a model that builds of some environments may go on with. */
export class Versions<T> {
  readonly #making: Making<T>;
  readonly #byText = new Map<string, Version<T>>();
  #published = new Map<string, Published<T>>();

  constructor(making: Making<T>) {
    this.#making = making;
  }

  get all(): ReadonlySet<Version<T>> {
    return new Set(this.#byText.values());
  }

  /** The table that readers of an environment see. N3: an environment begins with what production publishes. */
  published(environment: string): Version<T> | undefined {
    return this.#shown(environment)?.version;
  }

  /** True where an environment publishes a table, also one of production. */
  publishes(environment: string): boolean {
    return this.#published.has(environment);
  }

  /** Versions that environments other than one publish. */
  publishedElsewhere(environment: string): ReadonlySet<Version<T>> {
    const others = [...this.#published].filter(([name]) => name !== environment);
    return new Set(others.map(([, { version }]) => version));
  }

  /** True where another environment publishes the table of one. */
  isShared(environment: string): boolean {
    const version = this.published(environment);
    return version !== undefined && this.publishedElsewhere(environment).has(version);
  }

  /** The table that a build computes. */
  next(input: BuildInput): Start<T> {
    const start = this.#start(input);
    start.version.logic = input.logic;
    this.#byText.set(textOf(input), start.version);
    return start;
  }

  /** Notes that a table was brought up to date, and whether its rows are others. */
  complete({ rows, rebuilds, logic }: BuildInput, version: Version<T>, isChanged: boolean): void {
    version.content = contentOf(rows);
    version.rebuilds = rebuilds;
    version.from = relationsOf(logic);
    if (isChanged) version.revision += 1;
  }

  publish(input: BuildInput, version: Version<T>): void {
    const from = relationsOf(input.logic);
    this.#published.set(input.environment, { version, text: textOf(input), from });
  }

  /**
   * K12: true where a table was brought up to date from the inputs as they are: those of the build, or those that its
   * environment publishes, which an edit without effect does not make others.
   */
  hasRead({ rows, rebuilds, logic, environment }: BuildInput, version: Version<T>): boolean {
    const isSameData = version.content === contentOf(rows) && version.rebuilds === rebuilds;
    const relations = [relationsOf(logic), this.#shown(environment)?.from];
    return isSameData && relations.includes(version.from);
  }

  /** An environment shows what it could not build as production does. */
  inherit(environment: string): void {
    const shown = this.#shown(environment);
    if (shown) this.#published.set(environment, shown);
  }

  drop(environment: string): void {
    this.#published.delete(environment);
  }

  /** Returns what brings an environment back to what it publishes now. */
  remember(environment: string): () => void {
    const shown = this.#published.get(environment);
    return () => {
      if (shown) this.#published.set(environment, shown);
    };
  }

  #shown(environment: string): Published<T> | undefined {
    return this.#published.get(environment) ?? this.#published.get(PRODUCTION);
  }

  #start(input: BuildInput): Start<T> {
    const { logic, option, options, environment } = input;
    const base = this.#shown(environment);
    // C1: `--rebuild` begins anew.
    if (option === "rebuild" && options.isHistory !== true) return this.#anew(input);
    const own = this.#own(input);
    if (!base) return own ? goOn(own) : this.#anew(input);
    const isOther = base.text !== textOf(input) && own !== base.version;
    // N4: a copy that another environment made of the published table, which has not changed since, is taken over.
    const isCopied =
      own?.origin?.of === base.version && own.origin.revision === base.version.revision;
    if (own && (!isOther || isCopied)) return goOn(own);
    // E3: the edit is compared with what the published table was computed with.
    const { version } = base;
    const isSameOwn = sameOwn(version.logic, logic) && version.edit === options.edit;
    // E1: an edit without effect, own or above, goes on with the published table.
    if (isSameOwn && sameAbove(version.logic, logic) && !this.#isOnlyForProduction(input, version))
      return goOn(version);
    // C2: `--forward-only`, or that of the kind, goes on with a copy and computes no row of it again.
    if (option === "forward only" || options.forwardOnly === true)
      return { version: this.#copy(version, input), recomputes: false, goesForward: true };
    // E2: an effective edit above goes on with a copy.
    if (isSameOwn) return { version: this.#copy(version, input), recomputes: true };
    // T6, K6: an edit that is taken back goes on with the table of the same queries. T5, K5: another begins anew.
    return own ? goOn(own) : this.#anew(input);
  }

  /** N3: an append without a time that production publishes is copied for other queries of another environment. */
  #isOnlyForProduction({ environment, options }: BuildInput, version: Version<T>): boolean {
    const isPublished = this.#published.get(PRODUCTION)?.version === version;
    return environment !== PRODUCTION && options.isTimed === false && isPublished;
  }

  /** The table of the same queries: that which the environment publishes, that of production, or the latest. */
  #own(input: BuildInput): Version<T> | undefined {
    const text = textOf(input);
    const shown = [input.environment, PRODUCTION].flatMap((name) => {
      const published = this.#published.get(name);
      return published?.text === text ? [published.version] : [];
    });
    // N5: of two such tables that which was brought up to date with the input as it is now.
    const content = contentOf(input.rows);
    const isUpToDate = (version: Version<T>) =>
      version.content === content &&
      (version.rebuilds === input.rebuilds || input.options.isTimed === false);
    return shown.find(isUpToDate) ?? shown[0] ?? this.#byText.get(text);
  }

  #anew({ logic, options: { edit } }: BuildInput): Start<T> {
    const table = this.#making.empty();
    return goOn({ table, logic, edit, content: undefined, rebuilds: 0, revision: 0 });
  }

  #copy(of: Version<T>, input: BuildInput): Version<T> {
    const { logic, options } = input;
    const { content, rebuilds, from, revision } = of;
    const table = this.#making.copy(of.table, options);
    if (table === undefined) return this.#anew(input).version;
    return {
      table,
      logic,
      edit: options.edit,
      content,
      rebuilds,
      from,
      revision: 0,
      origin: { of, revision },
    };
  }
}

function goOn<T>(version: Version<T>): Start<T> {
  return { version, recomputes: false };
}

function textOf({ logic, options }: { readonly logic: Logic; readonly options: Options }): string {
  return JSON.stringify([logic, options.edit]);
}

/** An ephemeral model, the last above, is a part of the table's query. */
function relationsOf({ above }: Logic): string {
  return JSON.stringify(above.slice(0, -1));
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
