import type { DuckdbOptions } from "./options.js";

/**
 * Settings that decide how a query is executed, stored or logged, and never which values it gives. A setting that is not
 * listed counts as one that changes values.
 */
const withoutEffect: ReadonlySet<string> = new Set([
  "allocator_background_threads", "allocator_bulk_deallocation_flush_threshold", "allocator_flush_threshold",
  "allow_community_extensions", "allow_extensions_metadata_mismatch", "allow_persistent_secrets",
  "allow_unredacted_secrets", "allow_unsigned_extensions", "allowed_configs", "allowed_directories", "allowed_paths",
  "auto_checkpoint_skip_wal_threshold", "autoinstall_extension_repository", "block_allocator_memory",
  "catalog_error_max_schemas", "checkpoint_threshold", "custom_extension_repository", "custom_profiling_settings",
  "custom_user_agent", "default_block_size", "disable_parquet_prefetching", "disabled_compression_methods",
  "disabled_log_types", "enable_external_file_cache", "enable_http_logging", "enable_http_metadata_cache",
  "enable_logging", "enable_optimistic_write", "enable_profiling", "enable_progress_bar",
  "enable_progress_bar_print", "enabled_log_types", "explain_output", "extension_directories",
  "extension_directory", "external_threads", "force_compression", "http_logging_output", "http_proxy",
  "http_proxy_password", "http_proxy_username", "log_query_path", "logging_level", "logging_mode",
  "logging_storage", "max_memory", "max_temp_directory_size", "max_vacuum_tasks", "memory_limit",
  "parquet_metadata_cache", "pin_threads", "prefetch_all_parquet_files", "profile_output", "profiling_coverage",
  "profiling_mode", "profiling_output", "progress_bar_time", "scheduler_process_partial", "secret_directory",
  "storage_block_prefetch", "storage_compatibility_version", "streaming_buffer_size", "temp_directory",
  "temp_file_encryption", "threads", "wal_autocheckpoint", "wal_autocheckpoint_entries", "worker_threads",
  "write_buffer_row_group_count", "write_buffer_row_group_memory_limit", "zstd_min_string_length",
]); // prettier-ignore

/** The settings that may change what a query gives, by name in lower case; undefined where there are none. */
export function contentSettings({
  settings = {},
}: DuckdbOptions): Readonly<Record<string, string>> | undefined {
  const counting = Object.entries(settings)
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
    .filter(([name]) => !withoutEffect.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return counting.length === 0 ? undefined : Object.fromEntries(counting);
}
