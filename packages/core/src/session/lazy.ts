/** A value made at most once, when first asked for. A failed attempt may be repeated. */
export class Lazy<T> {
  readonly #make: () => Promise<T>;
  #value: Promise<T> | undefined;

  constructor(make: () => Promise<T>) {
    this.#make = make;
  }

  get(): Promise<T> {
    this.#value ??= this.#make().catch((error: unknown) => {
      this.#value = undefined;
      throw error;
    });
    return this.#value;
  }

  /** Forgets the value, so that the next call makes another; gives what was made. */
  async drop(): Promise<T | undefined> {
    const value = await this.#value;
    this.#value = undefined;
    return value;
  }

  /** The value if it was made. */
  async made(): Promise<T | undefined> {
    return this.#value;
  }
}
