import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../loaders/store/paths.js";

/** The content of the fences of a guide that open with `info`, in order. */
export function fences(guide: string, info: string): string[] {
  const text = readFileSync(join(repositoryRoot, "docs", "guides", guide), "utf8");
  const open = new RegExp(
    `^(\`{3,})${info.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\n([\\s\\S]*?)^\\1$`,
    "gm",
  );
  return [...text.matchAll(open)].map((match) => match[2]!);
}
