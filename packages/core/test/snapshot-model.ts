/** One row of a query whose history is kept. Times are small whole numbers. */
export interface ModelInput {
  readonly key: string;
  readonly a: number | null;
  readonly b: number | null;
  readonly updated: number;
  readonly effective: number;
}

/** The options of a snapshot, as far as the model knows them. */
export interface ModelOptions {
  readonly strategy: "timestamp" | "check";
  readonly compared: readonly ("a" | "b")[];
  readonly dated: "now" | "updated" | "effective";
  readonly deletes: "ignore" | "invalidate" | "new_record";
}

/** One row of the history; `to` undefined: until further notice. */
export interface ModelRow extends ModelInput {
  readonly from: number;
  readonly to: number | undefined;
  readonly deleted: boolean;
}

interface Version {
  readonly input: ModelInput;
  readonly from: number;
  readonly deleted: boolean;
}

/** Later than every time a test uses: what holds then holds until further notice. */
const LAST = 60;

/** What is known of one key: which version holds at each instant, one by one, and every version there ever was. */
class KeyHistory {
  readonly held: (Version | undefined)[] = Array.from({ length: LAST + 1 }, () => undefined);
  readonly versions: Version[] = [];

  get now(): Version | undefined {
    const last = this.held[LAST];
    return last?.deleted ? undefined : last;
  }

  /** From when the key is gone; undefined when it never was there. */
  get goneSince(): number | undefined {
    const there = this.held.findLastIndex((version) => version !== undefined && !version.deleted);
    const deletion = this.held[LAST];
    return deletion?.from ?? (there < 0 ? undefined : there + 1);
  }

  /** A version that holds from its start up to (not including) an instant. */
  add(version: Version, until = LAST + 1): void {
    this.versions.push(version);
    for (let at = version.from; at < until; at += 1) this.held[at] = version;
  }

  remove(from: number): void {
    for (let at = from; at <= LAST; at += 1) this.held[at] = undefined;
  }

  /** The first instant from `at` on at which something else holds than at `at`. */
  endOf(at: number): number {
    const end = this.held.findIndex((version, i) => i > at && version !== this.held[at]);
    return end < 0 ? LAST + 1 : end;
  }

  rows(): readonly ModelRow[] {
    return this.versions.map((version) => {
      const instants = this.held.flatMap((held, at) => (held === version ? [at] : []));
      const last = instants.at(-1);
      const to = last === LAST ? undefined : last === undefined ? version.from : last + 1;
      return { ...version.input, from: version.from, to, deleted: version.deleted };
    });
  }
}

/** The history of a table, kept in the plainest way there is. */
export class SnapshotModel {
  private readonly keys = new Map<string, KeyHistory>();

  constructor(private readonly options: ModelOptions) {}

  /** Takes in all rows of a query at a time. */
  step(input: readonly ModelInput[], now: number): void {
    for (const row of input) {
      const key = this.keys.get(row.key) ?? new KeyHistory();
      this.keys.set(row.key, key);
      this.take(row, key, now);
    }
    if (this.options.deletes === "ignore") return;
    for (const [name, key] of this.keys)
      if (!input.some((row) => row.key === name)) this.miss(key, now);
  }

  rows(): readonly ModelRow[] {
    return [...this.keys.values()].flatMap((key) => key.rows());
  }

  private take(row: ModelInput, key: KeyHistory, now: number): void {
    const date = this.dateOf(row, now);
    const current = key.now;
    const version = (from: number): Version => ({ input: row, from, deleted: false });
    if (!current) {
      const gone = key.goneSince;
      key.add(version(gone === undefined || date >= gone ? date : Math.max(now, gone)));
    } else if (this.isBackDated(date, current.input)) {
      this.insert(row, key, date);
    } else if (this.isNew(row, current, key)) {
      key.add(version(Math.max(date, current.from)));
    }
  }

  /** A version dated before the current one: it holds until the next thing that is known. */
  private insert(row: ModelInput, key: KeyHistory, date: number): void {
    const before = key.held[date];
    const isKnown = before !== undefined && !before.deleted && this.isSame(row, before.input);
    if (this.options.strategy === "timestamp" ? !this.isLatest(row, key) : isKnown) return;
    const end = key.endOf(date);
    const next = key.held[end];
    const merges =
      this.options.strategy === "check" && next && !next.deleted && this.isSame(row, next.input);
    key.add({ input: row, from: date, deleted: false }, merges ? key.endOf(end) : end);
  }

  private miss(key: KeyHistory, now: number): void {
    const current = key.now;
    if (!current) return;
    const at = Math.max(now, current.from);
    if (this.options.deletes === "invalidate") key.remove(at);
    else key.add({ input: current.input, from: at, deleted: true });
  }

  private dateOf(row: ModelInput, now: number): number {
    return this.options.dated === "now" ? now : row[this.options.dated];
  }

  private isBackDated(date: number, current: ModelInput): boolean {
    const { strategy, dated } = this.options;
    if (dated === "now" || (strategy === "timestamp" && dated === "updated")) return false;
    return date < current[dated];
  }

  private isNew(row: ModelInput, current: Version, key: KeyHistory): boolean {
    if (this.options.strategy === "check") return !this.isSame(row, current.input);
    return this.options.dated === "effective"
      ? this.isLatest(row, key)
      : row.updated > current.input.updated;
  }

  private isLatest(row: ModelInput, key: KeyHistory): boolean {
    return key.versions.every(({ input }) => row.updated > input.updated);
  }

  private isSame(a: ModelInput, b: ModelInput): boolean {
    return this.options.compared.every((name) => isEqual(a[name], b[name]));
  }
}

function isEqual(a: number | null, b: number | null): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
