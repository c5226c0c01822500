import { join } from "node:path";
import type { PageClaim } from "../../components/claims/kept-claim.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { Repository } from "./repository.js";

/**
 * Who first saved a claim's sentence as it stands on its page, by the versions of that page; undefined where it has none. For
 * pages that do not say who answers for them.
 */
export async function claimWriter(
  { page, sentence }: Pick<PageClaim, "page" | "sentence">,
  docs = join(repositoryRoot, "docs"),
): Promise<string | undefined> {
  const repository = await Repository.openIfThere(docs);
  const file = join(docs, page);
  if (!sentence || (await repository?.committed(file)) === undefined) return undefined;
  let writer: string | undefined;
  for (const version of await repository!.versions(file)) {
    if (!(await repository!.committed(version.file, version.id))?.includes(sentence)) break;
    writer = version.writer;
  }
  return writer;
}
