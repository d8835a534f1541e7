import type { z } from "zod";
import { argumentMeant } from "./checks-elsewhere.js";
import { didYouMean } from "./did-you-mean.js";

/** What is wrong with a check's arguments: ends of sentences. */
export function argumentProblems(
  issues: readonly z.core.$ZodIssue[],
  accepts: readonly string[],
): readonly string[] {
  return issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => `unknown argument \`${key}\`${insteadOf(key, accepts)}`);
    }
    const path = issue.path.join(".");
    const text = lowerFirst(issue.message.replace(/^Invalid input: /, ""));
    return [path === "" ? text : `\`${path}\`: ${text}`];
  });
}

/** Keys under which other tools put what stands beside the other arguments here. */
const wrappers = ["config", "arguments", "kwargs", "options"];

function insteadOf(key: string, accepts: readonly string[]): string {
  if (wrappers.includes(key)) return "; write what it holds beside the other arguments";
  const meant = argumentMeant(key, accepts);
  return meant === undefined ? didYouMean(key, accepts) : `; it is called \`${meant}\` here`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
