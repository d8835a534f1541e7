import assert from "node:assert/strict";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AppCopy, type Built, type OpenOptions } from "./app-copy.js";

/** An app of the repository, as its tests take it. */
export interface AppOptions {
  /** Folder of the app: `new URL("..", import.meta.url)` in a file of its test folder. */
  readonly dir: URL;
  /** Files and folders that make the project. */
  readonly parts: readonly string[];
  /** `$now` where a test gives no other time: just after the last event in the app's own data. */
  readonly today: string;
}

interface Template {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly built: Built;
}

/** An app of the repository. Tests work on copies of it. */
export class App {
  readonly dir: string;
  readonly today: string;
  readonly #parts: readonly string[];
  /** A copy that was built once, which the tests of a worker share. In memory, no folder outlives the tests. */
  #template: Promise<Template> | undefined;

  constructor({ dir, parts, today }: AppOptions) {
    this.dir = path.resolve(fileURLToPath(dir));
    this.today = today;
    this.#parts = parts;
  }

  /** The app in a temporary folder, not yet built. Its `$now` is `today`, unless a clock or another time is given. */
  copy(open: OpenOptions = {}): AppCopy {
    const copy = this.#emptyCopy(open);
    copy.take(this.dir, this.#parts);
    return copy;
  }

  /** The app in a temporary folder as its first build leaves it. */
  async builtCopy(open: OpenOptions = {}): Promise<AppCopy> {
    const { files } = await this.#built();
    const copy = this.#emptyCopy(open);
    copy.put(files);
    return copy;
  }

  /** The result of the build that built copies come from. */
  async firstBuild(): Promise<Built> {
    return (await this.#built()).built;
  }

  #emptyCopy(open: OpenOptions): AppCopy {
    const times = open.clock === undefined ? { now: this.today } : {};
    const copy = new AppCopy(path.basename(this.dir), { ...times, ...open });
    copy.linkPackages(this.dir);
    return copy;
  }

  #built(): Promise<Template> {
    this.#template ??= this.#build();
    return this.#template;
  }

  async #build(): Promise<Template> {
    const app = this.copy();
    try {
      const built = await app.build();
      const { failed, ok, published, skipped } = built.summary;
      assert.deepEqual(
        { failed, ok, published, skipped },
        { failed: 0, ok: true, published: true, skipped: 0 },
        `The first build of ${path.basename(this.dir)} fails:\n${failuresOf(built).join("\n")}`,
      );
      return { files: app.files(), built };
    } finally {
      app.remove();
    }
  }
}

function failuresOf({ nodes, checks }: Built): readonly string[] {
  return [
    ...nodes.flatMap(({ name, error }) => (error ? [`${name}: ${error.message}`] : [])),
    ...[...checks].flatMap(([name, { status }]) =>
      status === "failed" || status === "error" ? [`${name}: ${status}`] : [],
    ),
  ];
}
