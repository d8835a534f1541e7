import type { OpenOptions, WarehouseFiles } from "../../warehouse/warehouse-adapter.js";
import { contentDifference, listContent, type BackupManifest } from "./backup-manifest.js";

/** Opens a copy of a warehouse and compares its relations, in words; undefined for a copy that is the same. */
export async function copyDifference(
  file: string,
  relations: BackupManifest["relations"],
  { files, open }: { readonly files: WarehouseFiles; readonly open: OpenOptions },
): Promise<string | undefined> {
  const copy = await files.open(file, open);
  const found = await listContent(copy).finally(() => copy.close());
  return contentDifference(relations, found);
}
