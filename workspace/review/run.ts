import { existsSync } from "node:fs";
import { readAccess } from "../../loaders/link/review-access.js";
import { Database } from "../../loaders/store/database.js";
import { currentStore } from "../../loaders/store/paths.js";
import { freePort } from "../serve/port.js";
import { serveReview } from "./server.js";

/** Prints when pairs were shown, and to whom. Returns the exit code. */
export async function showAccess(): Promise<number> {
  const { identity } = currentStore();
  const db = existsSync(identity) ? await Database.open(identity, { readOnly: true }) : undefined;
  try {
    const shown = db ? await readAccess(db) : [];
    for (const { at, account, who, pairs } of shown)
      console.log(`${at}  account ${account}${who ? `, as ${who}` : ""}: ${pairs} pairs`);
    if (!shown.length) console.log("No pair was shown to anybody.");
    return 0;
  } finally {
    db?.close();
  }
}

/** Serves the review of the store in use until it is told to stop. Returns the exit code. */
export async function runReview(ports: number[], who: string | undefined): Promise<number> {
  const port = await freePort(ports, "npm run review");
  const stop = new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  const server = await serveReview({ store: currentStore(), port, who });
  console.log("This shows children's names: use it where nobody can look over your shoulder.");
  console.log("Who sees which pairs, and when, is recorded. To read it: npm run review -- --seen");
  console.log(`The review is at ${server.address}  (stop it with Ctrl-C)`);
  await stop;
  server.close();
  const kept = server.kept();
  console.log(
    kept
      ? `\n${kept === 1 ? "1 decision is" : `${kept} decisions are`} kept. The next refresh follows them: npm run refresh`
      : "\nNo decision was made.",
  );
  return 0;
}
