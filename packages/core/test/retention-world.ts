import fc from "fast-check";
import type { RetentionFacts, RetentionItem } from "../src/maintenance/retention/retention.js";
import type { LoggedModel, EnvironmentModel, StoredVersion } from "../src/state/inventory.js";

const HOUR = 3_600_000;

/** Something that happens in a small warehouse; numbers choose among what there is. */
export type Happening =
  | {
      readonly type: "build";
      readonly model: number;
      readonly edit: boolean;
      readonly status: number;
    }
  | { readonly type: "promote"; readonly environment: number; readonly models: readonly number[] }
  | { readonly type: "remove"; readonly environment: number; readonly model: number }
  | { readonly type: "expire"; readonly environment: number }
  | { readonly type: "stray"; readonly shape: number }
  | { readonly type: "wait"; readonly hours: number };

const small = fc.nat({ max: 5 });

export const happenings: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant("build" as const),
        model: small,
        edit: fc.boolean(),
        status: small,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant("promote" as const),
        environment: small,
        models: fc.array(small, { minLength: 1, maxLength: 4 }),
      }),
    },
    fc.record({ type: fc.constant("remove" as const), environment: small, model: small }),
    fc.record({ type: fc.constant("expire" as const), environment: small }),
    fc.record({ type: fc.constant("stray" as const), shape: small }),
    fc.record({ type: fc.constant("wait" as const), hours: fc.nat({ max: 100 }) }),
  ),
  { minLength: 3, maxLength: 60 },
);

const models = ["a.t0", "a.t1", "b.v0", "b.v1", "c.t2", "c.v2"] as const;
const environments = ["prod", "dev", "pr_1"] as const;
const strays = [
  "someones_table",
  "a__t0__1234abcd__rows",
  "a__t0__1234abcd",
  "a__t0__backup",
  "state_1__runs",
  "state_1__mine",
] as const;

/** A warehouse as a few maps: what a plan of retention is applied to, to see what is left. */
export class World {
  now = 0;
  sequence = 0;
  versions: StoredVersion[] = [];
  shown: EnvironmentModel[] = [];
  log: LoggedModel[] = [];
  readonly expires = new Map<string, number>();
  readonly relations = new Map<string, { schema: string; name: string; type: "table" | "view" }>();
  /** What views really read, recorded or not. */
  readonly reads = new Map<string, readonly string[]>();
  /** The greatest generation there ever was of a fingerprint whose rows somebody may have read. */
  readonly generations = new Map<string, number>();
  /** Generations of new tables begin here. */
  leastGeneration = 1;
  #edits = 0;

  constructor(steps: readonly Happening[]) {
    this.#relation("a__t0", "someones", "view");
    for (const step of steps) this.#happen(step);
  }

  facts(): RetentionFacts {
    const names = [...new Set([...this.shown.map((s) => s.environment), ...this.expires.keys()])];
    return {
      now: this.now,
      versions: this.versions,
      published: this.shown,
      log: this.log,
      environments: names.map((name) => ({ name, models: 0, expiresAt: this.expires.get(name) })),
      layoutsLeft: new Map([[1, 0]]),
      runs: [],
      sequence: this.sequence,
      relations: [...this.relations.values()],
    };
  }

  /** Does what the plan says, as the workspace would. */
  apply(items: readonly RetentionItem[]): void {
    for (const item of items) {
      for (const { schema, name } of item.relations) this.relations.delete(`${schema}.${name}`);
      if (item.kind === "environment") this.#forget(item.name);
      if (item.kind === "records") {
        const forgotten = new Set(item.physical);
        this.versions = this.versions.filter(({ physical }) => !forgotten.has(physical));
        this.leastGeneration = Math.max(this.leastGeneration, item.leastGeneration);
      }
      if (item.kind === "version")
        this.versions = this.versions.flatMap((version) => {
          if (version.physical !== item.name) return [version];
          return item.retire ? [{ ...version, removedAt: this.now, reads: undefined }] : [];
        });
    }
  }

  /** Relations that a reader of a view would have to find, through views of views. */
  behind(physical: string, seen = new Set<string>()): ReadonlySet<string> {
    if (seen.has(physical)) return seen;
    seen.add(physical);
    for (const read of this.reads.get(physical) ?? []) this.behind(read, seen);
    return seen;
  }

  has(physical: string): boolean {
    return this.relations.has(`_sluice.${physical}`);
  }

  #forget(environment: string): void {
    this.shown = this.shown.filter((one) => one.environment !== environment);
    this.log = this.log.filter((one) => one.environment !== environment);
    this.expires.delete(environment);
  }

  #happen(step: Happening): void {
    this.now += HOUR;
    switch (step.type) {
      case "build": {
        this.#build(step);
        return;
      }
      case "promote": {
        this.#promote(step);
        return;
      }
      case "remove": {
        this.#remove(environments[step.environment % 3] ?? "prod", models[step.model] ?? "");
        return;
      }
      case "expire":
        this.expires.set(environments[step.environment % 3] ?? "prod", this.now + 5 * HOUR);
        return;
      case "stray": {
        this.#relation("_sluice", strays[step.shape] ?? "", "table");
        return;
      }
      case "wait":
        this.now += step.hours * HOUR;
    }
  }

  #build({ model: at, edit, status }: Extract<Happening, { type: "build" }>): void {
    const model = models[at] ?? "";
    const isView = model.includes(".v");
    const own = this.versions.filter((one) => one.model === model);
    if (edit) this.#edits += 1;
    const fingerprint = edit
      ? this.#edits.toString(16).padStart(8, "0")
      : (own.at(-1)?.fingerprint ?? "00000000");
    const last = own.at(-1);
    if (
      edit &&
      status === 3 &&
      last?.status === "built" &&
      last.removedAt === undefined &&
      !isView
    ) {
      // An edit without effect takes over what is there.
      this.versions.push({ ...last, fingerprint, generation: 1, builtAt: this.now });
      this.generations.set(`${model} ${fingerprint}`, 1);
      return;
    }
    const generation =
      Math.max(0, ...own.filter((o) => o.fingerprint === fingerprint).map((o) => o.generation)) + 1;
    const physical = `${model.replace(".", "__")}__${fingerprint}${generation > 1 ? `_${String(generation)}` : ""}`;
    const reads = isView ? this.#readable() : undefined;
    const word = status < 4 ? "built" : status === 4 ? "failed" : "unchecked";
    this.versions.push({
      model,
      fingerprint,
      generation,
      physical,
      relation: isView ? "view" : "table",
      status: word,
      origin: undefined,
      // What an earlier layout built does not say what it reads.
      reads: this.now % (7 * HOUR) === 0 ? undefined : reads,
      revision: 0,
      builtAt: this.now,
    });
    const key = `${model} ${fingerprint}`;
    if (word === "built")
      this.generations.set(key, Math.max(generation, this.generations.get(key) ?? 0));
    if (reads) this.reads.set(physical, reads);
    this.#relation("_sluice", physical, isView ? "view" : "table");
  }

  /** The newest good version of two models before. */
  #readable(): readonly string[] {
    const good = this.versions.filter(
      (one) => one.status === "built" && one.removedAt === undefined,
    );
    return good.slice(-2).map(({ physical }) => physical);
  }

  #promote({ environment: at, models: chosen }: Extract<Happening, { type: "promote" }>): void {
    const environment = environments[at % 3] ?? "prod";
    this.sequence += 1;
    for (const model of new Set(chosen.map((i) => models[i] ?? ""))) {
      const version = this.versions.findLast(
        (one) => one.model === model && one.status === "built" && one.removedAt === undefined,
      );
      if (!version) continue;
      const [schema = "", view = ""] = model.split(".");
      const shown = {
        environment,
        model,
        schema: environment === "prod" ? schema : `${schema}__${environment}`,
        view,
        physical: version.physical,
        fingerprint: version.fingerprint,
        metadata: "",
      };
      this.shown = this.shown.filter((o) => o.environment !== environment || o.model !== model);
      this.shown.push(shown);
      this.log.push({ ...shown, sequence: this.sequence, runId: "run", at: this.now });
      this.#relation(shown.schema, view, "view");
    }
  }

  #remove(environment: string, model: string): void {
    const shown = this.shown.find((o) => o.environment === environment && o.model === model);
    if (!shown) return;
    this.sequence += 1;
    this.shown = this.shown.filter((one) => one !== shown);
    this.log.push({
      ...shown,
      physical: undefined,
      sequence: this.sequence,
      runId: "r",
      at: this.now,
    });
    this.relations.delete(`${shown.schema}.${shown.view}`);
  }

  #relation(schema: string, name: string, type: "table" | "view"): void {
    this.relations.set(`${schema}.${name}`, { schema, name, type });
  }
}
