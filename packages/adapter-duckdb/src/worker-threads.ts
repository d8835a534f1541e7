/** Statements of few rows in a row before the workers are stopped: a change of their number costs a millisecond. */
const STATEMENTS_BEFORE_STOP = 8;

/** The number of threads of an open engine. */
export interface ThreadSetting {
  readonly get: () => Promise<number>;
  readonly set: (threads: number) => Promise<void>;
}

/**
 * Stops DuckDB's worker threads while every statement reads few rows, and starts them for any other. Few rows are one
 * task: where a worker takes it, the connection that asked waits in a loop and occupies a processor of its own.
 */
export class WorkerThreads {
  private readonly setting: ThreadSetting;
  private large = 0;
  private smallInTurn = 0;
  /** Threads to go back to; undefined while the workers run. */
  private stoppedFrom: number | undefined;
  private changing: Promise<void> = Promise.resolve();
  private isFixed = false;

  constructor(setting: ThreadSetting) {
    this.setting = setting;
  }

  /** Makes the engine ready for a statement; returns the function to call at its end. */
  async begin(fewRows: boolean): Promise<() => void> {
    if (!fewRows) {
      this.large += 1;
      this.smallInTurn = 0;
    } else this.smallInTurn += 1;
    if (this.isStopped !== this.isToBeStopped) await this.settle();
    return () => {
      if (!fewRows) this.large -= 1;
    };
  }

  /** Starts the workers again, for what the adapter does itself. */
  async restore(): Promise<void> {
    this.smallInTurn = 0;
    await this.settle();
  }

  private get isStopped(): boolean {
    return this.stoppedFrom !== undefined;
  }

  private get isToBeStopped(): boolean {
    return this.large === 0 && this.smallInTurn >= STATEMENTS_BEFORE_STOP;
  }

  /** Changes one after the other, each to what is needed when its turn comes. */
  private settle(): Promise<void> {
    this.changing = this.changing.then(() => this.change());
    return this.changing;
  }

  private async change(): Promise<void> {
    if (this.isFixed || this.isStopped === this.isToBeStopped) return;
    try {
      const threads = this.stoppedFrom ?? (await this.setting.get());
      if (this.isStopped) await this.setting.set(threads);
      else await this.setting.set(1);
      this.stoppedFrom = this.isStopped ? undefined : threads;
    } catch {
      // A project may lock the engine's configuration; its threads then stay as they are.
      this.isFixed = true;
    }
  }
}
