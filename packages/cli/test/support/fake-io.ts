import { createIo, type Io } from "../../src/io/io.js";
import type { Clock } from "../../src/io/clock.js";
import type { TextStream } from "../../src/io/output.js";
import { Terminal } from "./terminal.js";

/** A clock that moves when told. */
export class FakeClock implements Clock {
  private time = Date.UTC(2026, 0, 31, 6);
  private timers: { at: number; readonly every: number; readonly tick: () => void }[] = [];

  now(): number {
    return this.time;
  }

  every(milliseconds: number, tick: () => void): () => void {
    const timer = { at: this.time + milliseconds, every: milliseconds, tick };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Lets time pass; timers fire in their order. */
  pass(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const next = this.timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.time = next.at;
      next.at += next.every;
      next.tick();
    }
    this.time = end;
  }

  get running(): number {
    return this.timers.length;
  }
}

export interface FakeIoOptions {
  readonly tty?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Record<string, string>;
  readonly color?: boolean;
}

/** An Io whose streams are kept: as text, and on stderr as a terminal shows it. */
export function fakeIo(options: FakeIoOptions = {}) {
  const { tty = false, columns = 80, rows = 24, env = {}, color = true } = options;
  const terminal = new Terminal(columns, rows);
  const clock = new FakeClock();
  const written = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr"): TextStream => ({
    isTTY: tty,
    columns: tty ? columns : undefined,
    rows: tty ? rows : undefined,
    write(text, done) {
      written[name] += String(text);
      if (name === "stderr") terminal.write(String(text));
      done?.();
      return true;
    },
    on: () => undefined,
  });
  const source = {
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    stdin: { isTTY: tty },
    env,
    cwd: "/project",
    clock,
  };
  const io: Io = createIo(source, { color });
  return { io, clock, terminal, written };
}
