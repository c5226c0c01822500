import { chooseDraft, editorWith, newId } from "./choose-draft.js";
import { make } from "./elements.js";
import { handIn } from "./left-here.js";
import { ask, openSession } from "./requests.js";
import { WritingScreen } from "./writing-screen.js";

// The page on which a page is written: its text on one side, the page itself on the other.

const root = document.querySelector("main")!;
const parameters = new URLSearchParams(location.search);
const address = parameters.get("page") ?? "";

try {
  await handIn(newId);
  const { now, isSame } = await ask("where", { address });
  // It goes on where the page is, with what was written of it here.
  if (now !== undefined && isSame) location.replace(editorWith(now));
  else await write(now);
} catch (error) {
  root.replaceChildren(
    make("p", { class: "problem", role: "alert" }, (error as Error).message),
    make("p", {}, make("a", { href: "/" }, "To the workspace")),
  );
}

/** `like`: a page that this one may have become, where it is gone. */
async function write(like: string | undefined): Promise<void> {
  const page = await ask("page", { address });
  const { writer } = await openSession();
  document.title = `${address}: write`;
  const screen = new WritingScreen({
    root,
    address,
    at: parameters.get("at") ?? address,
    writer,
    page,
    draft: await chooseDraft(root, address, page, { going: parameters.get("draft"), like }),
  });
  // Loaded again, it is offered as any other.
  parameters.delete("draft");
  history.replaceState(null, "", `?${parameters}${location.hash}`);
  await screen.start();
  if (parameters.has("history")) await screen.openHistory();
  if (parameters.has("copies")) await screen.openCopies();
}
