import type { ModelVersion, PublishedModel, StateSnapshot } from "./state-store.js";

/** What readers of the environment see of a model, or those of production where it shows nothing of it. */
export function publishedModel(
  state: Pick<StateSnapshot, "published" | "production">,
  name: string,
): PublishedModel | undefined {
  return state.published.get(name) ?? state.production.get(name);
}

/** The version that something was published as. */
export function versionOf(
  { relations }: Pick<StateSnapshot, "relations">,
  { physical, fingerprint }: Pick<PublishedModel, "physical" | "fingerprint">,
): ModelVersion | undefined {
  return relations.get(physical)?.find((version) => version.fingerprint === fingerprint);
}

/** The version of what readers see of a model. */
export function publishedVersion(
  state: Pick<StateSnapshot, "published" | "production" | "relations">,
  name: string,
): ModelVersion | undefined {
  const published = publishedModel(state, name);
  return published && versionOf(state, published);
}
