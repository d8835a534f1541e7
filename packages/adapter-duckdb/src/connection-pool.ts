import { SluiceError } from "@sluice/core/adapter";
import { cancelled } from "./errors.js";
import type { Session } from "./session.js";

/** Far more than any scheduler asks for; a bound on what nested calls can pile up. */
const most = 64;

/** Connections, one per concurrent task; those above `keep` are closed when they come back. */
export class ConnectionPool {
  private readonly idle: Session[] = [];
  private readonly all = new Set<Session>();
  private readonly waiting: (() => void)[] = [];
  private opening = 0;
  private closed = false;

  constructor(
    private readonly connect: () => Promise<Session>,
    private readonly keep: number,
  ) {}

  /** Lends a connection to `work`. */
  async use<T>(work: (session: Session) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const session = await this.acquire(signal);
    try {
      return await work(session);
    } finally {
      await this.release(session);
    }
  }

  async acquire(signal?: AbortSignal): Promise<Session> {
    for (;;) {
      if (this.closed) throw closedError();
      if (signal?.aborted === true) throw cancelled(signal.reason);
      const session = this.idle.pop();
      if (session !== undefined) return session;
      if (this.all.size + this.opening < most) return this.open();
      await this.turn(signal);
    }
  }

  /** Takes a connection back; an open transaction is rolled back first. One that cannot even do that is closed. */
  async release(session: Session): Promise<void> {
    if (this.closed) return;
    const isUsable = await isRolledBack(session);
    if (isUsable && this.idle.length < this.keep) {
      this.idle.push(session);
    } else {
      this.all.delete(session);
      session.connection.closeSync();
    }
    this.waiting.shift()?.();
  }

  /** Waits for running statements, then disconnects all. */
  async close(): Promise<void> {
    this.closed = true;
    for (const wake of this.waiting.splice(0)) wake();
    for (const session of this.all) {
      await session.idle();
      await isRolledBack(session);
      session.connection.closeSync();
    }
    this.all.clear();
  }

  private turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(wake), 1);
        resolve();
      };
      this.waiting.push(wake);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }

  private async open(): Promise<Session> {
    this.opening += 1;
    try {
      const session = await this.connect();
      this.all.add(session);
      return session;
    } finally {
      this.opening -= 1;
    }
  }
}

/** True when no transaction is open on the session any more: out of memory an engine may fail to roll back. */
async function isRolledBack(session: Session): Promise<boolean> {
  if (!session.inTransaction) return true;
  session.inTransaction = false;
  return session.execute("rollback").then(
    () => true,
    () => false,
  );
}

export function closedError(): SluiceError {
  return new SluiceError({ code: "ADAPTER.CLOSED", message: "The warehouse is closed." });
}
