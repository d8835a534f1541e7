import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { ContentCache } from "../../base/cache/content-cache.js";

/** Files up to this size are hashed each time; larger ones when size or modification time changed. */
const ALWAYS_HASHED_BYTES = 1 << 20;

/** Read at once: pieces of the default size take three times as long. */
const PIECE_BYTES = 1 << 20;

/** SHA-256 over the contents of files, hex. Unchanged large files are recognised by path, size, inode and time. */
export async function hashFiles(
  paths: readonly string[],
  cache: ContentCache<string>,
): Promise<string> {
  const total = createHash("sha256");
  for (const file of paths) total.update(await hashFile(file, cache)).update("\0");
  return total.digest("hex");
}

/** Size of a file, and a key that changes with its content. */
export function fileState(file: string): { readonly size: bigint; readonly key: string } {
  const { size, mtimeNs, ctimeNs, ino } = statSync(file, { bigint: true });
  return { size, key: [file, size, mtimeNs, ctimeNs, ino].join(" ") };
}

async function hashFile(file: string, cache: ContentCache<string>): Promise<string> {
  const { size, key } = fileState(file);
  const known = size > ALWAYS_HASHED_BYTES ? cache.get(key) : undefined;
  if (known !== undefined) return known;
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: PIECE_BYTES }), hash);
  const digest = hash.digest("hex");
  if (size > ALWAYS_HASHED_BYTES) cache.set(key, digest);
  return digest;
}
