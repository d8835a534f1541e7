import type { ModelVersion, PublishedModel, StateSnapshot } from "./state-store.js";

/** What readers of the environment see of a model, or those of production where it shows nothing of it. */
export function shownModel(state: StateSnapshot, name: string): PublishedModel | undefined {
  return state.published.get(name) ?? state.production.get(name);
}

/** The version of what readers see of a model. */
export function shownVersion(state: StateSnapshot, name: string): ModelVersion | undefined {
  const shown = shownModel(state, name);
  return shown && state.versions.get(name)?.get(shown.fingerprint);
}

/** A version of a model that a relation was recorded for. */
export function versionAt(
  { versions }: Pick<StateSnapshot, "versions">,
  name: string,
  physical: string,
): ModelVersion | undefined {
  return [...(versions.get(name)?.values() ?? [])].find((version) => version.physical === physical);
}
