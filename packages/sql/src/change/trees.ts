import type { TreeResult } from "../tree/syntax-tree.js";
import type { TreeReader } from "../tree/tree-reader.js";

/** Trees of queries that were read. */
export class Trees {
  readonly #found = new Map<string, TreeResult>();
  readonly #read: TreeReader;

  constructor(read: TreeReader) {
    this.#read = read;
  }

  /** Reads those of the texts that were not read yet, in one call. */
  async add(texts: Iterable<string>): Promise<void> {
    const missing = [...new Set(texts)].filter((text) => !this.#found.has(text));
    const trees = await this.#read(missing);
    for (const [i, text] of missing.entries()) {
      const tree = trees[i];
      if (tree !== undefined) this.#found.set(text, tree);
    }
  }

  /** True where all of the texts were read. */
  has(texts: readonly string[]): boolean {
    return texts.every((text) => this.#found.has(text));
  }

  /** The tree of a text. */
  readonly get = (text: string): TreeResult =>
    this.#found.get(text) ?? { ok: false, reason: "the query was not read" };
}

/** The trees of texts. */
export async function readTrees(read: TreeReader, texts: Iterable<string>): Promise<Trees> {
  const trees = new Trees(read);
  await trees.add(texts);
  return trees;
}
