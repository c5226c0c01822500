import type { ServerResponse } from "node:http";
import { changeLog, changeLogOf } from "../../loaders/open-data/changes.js";
import { currentStore } from "../../loaders/store/paths.js";
import type { BuildInput } from "../site/edition/build-input.js";
import { editions } from "../site/edition/editions.js";
import { manifestOf } from "../site/manifest-of.js";
import { openDataFolder, openDataOf } from "../site/open-data.js";

/** Answers a request for a file of open data from the store in use. False if the request is for something else. */
export async function answerOpenData(response: ServerResponse, path: string): Promise<boolean> {
  const folder = `/${openDataFolder(editions.workspace)}/`;
  if (!path.startsWith(folder)) return false;
  const name = path.slice(folder.length);
  const store = currentStore();
  const manifest = manifestOf(store);
  const files = manifest ? await filesOf({ store, manifest }).catch(() => undefined) : undefined;
  // Nothing has been published from here: the log has no line yet.
  const text = name === changeLog ? changeLogOf([]) : files?.get(name);
  response.writeHead(text === undefined ? 404 : 200, {
    "content-type": `${name.endsWith(".csv") ? "text/csv" : "application/json"}; charset=utf-8`,
    "cache-control": "no-cache",
  });
  response.end(text ?? "");
  return true;
}

let kept: { of: string; files: Promise<Map<string, string>> } | undefined;

/** The files of the store in use; kept until its public figures are made anew, as one page fetches many. */
function filesOf(input: BuildInput): Promise<Map<string, string>> {
  const of = JSON.stringify([input.store.publishable, input.manifest.publishable]);
  if (kept?.of !== of) kept = { of, files: openDataOf(input) };
  kept.files.catch(() => {
    kept = undefined;
  });
  return kept.files;
}
