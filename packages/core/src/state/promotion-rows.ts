import type { Promotion, PublishedModel } from "./state-store.js";

/** A promotion as rows of the state: what readers see, and what the log says has changed for them. */
export function promotionRows(
  environment: string,
  { publish, remove, runId }: Promotion,
  { sequence, at }: { readonly sequence: number; readonly at: Date },
) {
  const common = { environment, run_id: runId, promoted_at: at };
  const published = publish.map((model) => ({ ...common, ...modelColumns(model) }));
  // A model that was removed has no relation.
  const gone = {
    view_schema: null,
    view_name: null,
    physical: null,
    fingerprint: null,
    metadata_fingerprint: null,
  };
  return {
    shown: published,
    logged: [
      ...published.map((row) => ({ ...row, sequence })),
      ...remove.map((model) => ({ ...common, ...gone, model, sequence })),
    ],
  };
}

function modelColumns(published: PublishedModel) {
  return {
    model: published.model,
    view_schema: published.schema,
    view_name: published.view,
    physical: published.physical,
    fingerprint: published.fingerprint,
    metadata_fingerprint: published.metadata,
  };
}
