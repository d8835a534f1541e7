/** Templates of `init`: folders of `templates/`. */
export const templateNames = ["minimal", "shop"] as const;
export type TemplateName = (typeof templateNames)[number];
