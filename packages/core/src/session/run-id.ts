import { randomUUID } from "node:crypto";

/** A new run's id: the UTC time to the second, and something that tells apart two of one second. */
export function newRunId(): string {
  const second = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  return `${second}-${randomUUID().slice(0, 8)}`;
}
