/** What a project can be handed over to, as written on the command line. */
export const exportFormats = ["cron", "systemd", "github", "airflow"] as const;

export type ExportFormat = (typeof exportFormats)[number];
