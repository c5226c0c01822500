import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Publication } from "../../workspace/publish/publication.js";
import { publish } from "../../workspace/publish/publish.js";
import type { BuildInput } from "../../workspace/site/edition/build-input.js";
import type { Edition } from "../../workspace/site/edition/editions.js";
import { approvePage } from "../site/small-site.js";

/** What is published where. A process of its own is told it as JSON on its command line. */
export interface Task {
  made: BuildInput;
  edition: Edition;
  folder: string;
  /** The file of the page. Where it is published more than once its text changes each time. */
  page: string;
  times: number;
}

/** Publishes a site in which nobody finds anything. */
export function publishOnce({ made, edition, folder }: Task): Promise<Publication | undefined> {
  const nothing = { lines: [], found: [], summary: {}, changedTables: [], changingFigures: [], elsewhere: 0 };
  return publish(made, {
    edition,
    folder,
    allowSample: false,
    attack: async () => ({ safe: true, ...nothing }),
    remake: async () => made,
    log: () => {},
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const task = JSON.parse(process.argv[2]!) as Task;
  const text = readFileSync(task.page, "utf8");
  for (let time = 0; time < task.times; time++) {
    if (task.times > 1) {
      writeFileSync(task.page, `${text}\nEdition ${Date.now()}.\n`);
      approvePage(join(task.page, "../.."), "public/index");
    }
    const publication = await publishOnce(task);
    process.stdout.write(publication ? `${join(task.folder, publication.id)}\n` : "the same\n");
  }
}
