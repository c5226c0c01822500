import { currentStore } from "../../loaders/store/paths.js";
import { freePort } from "../serve/port.js";
import { serveReview } from "./server.js";

/** Serves the review of the store in use until it is told to stop. Returns the exit code. */
export async function runReview(ports: number[], who: string | undefined): Promise<number> {
  const port = await freePort(ports, "npm run review");
  const told = new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  const server = await serveReview({ store: currentStore(), port, who });
  console.log("This shows children's names: use it where nobody can look over your shoulder.");
  console.log(`The review is at ${server.address}  (stop it with Ctrl-C)`);
  await told;
  server.close();
  const kept = server.kept();
  console.log(
    kept
      ? `\n${kept === 1 ? "1 decision is" : `${kept} decisions are`} kept. The next refresh follows them: npm run refresh`
      : "\nNo decision was made.",
  );
  return 0;
}
