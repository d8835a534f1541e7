import type { z } from "zod";
import { didYouMean } from "./did-you-mean.js";

/** What is wrong with a check's arguments: ends of sentences. */
export function argumentProblems(
  issues: readonly z.core.$ZodIssue[],
  accepts: readonly string[],
): readonly string[] {
  return issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => `unknown argument \`${key}\`${didYouMean(key, accepts)}`);
    }
    const path = issue.path.join(".");
    const text = lowerFirst(issue.message.replace(/^Invalid input: /, ""));
    return [path === "" ? text : `\`${path}\`: ${text}`];
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
