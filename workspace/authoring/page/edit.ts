import { chooseDraft } from "./choose-draft.js";
import { make } from "./elements.js";
import { ask, openSession } from "./requests.js";
import { WritingScreen } from "./writing-screen.js";

// The page on which a page is written: its text on one side, the page itself on the other.

const root = document.querySelector("main")!;
const parameters = new URLSearchParams(location.search);
const address = parameters.get("page") ?? "";

try {
  const page = await ask("page", { address });
  const { writer } = await openSession();
  document.title = `${address}: write`;
  const screen = new WritingScreen({
    root,
    address,
    at: parameters.get("at") ?? address,
    writer,
    page,
    draft: await chooseDraft(root, address, page, parameters.get("draft")),
  });
  // Loaded again, it is offered as any other.
  parameters.delete("draft");
  history.replaceState(null, "", `?${parameters}${location.hash}`);
  await screen.start();
  if (parameters.has("history")) await screen.openHistory();
  if (parameters.has("copies")) await screen.openCopies();
} catch (error) {
  root.replaceChildren(
    make("p", { class: "problem", role: "alert" }, (error as Error).message),
    make("p", {}, make("a", { href: "/" }, "To the workspace")),
  );
}
