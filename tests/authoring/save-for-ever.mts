// Keeps drafts and saves versions of a page without a pause, and says what has been kept, until it is killed.
import { writeSync } from "node:fs";
import { join } from "node:path";
import { Notebook } from "../../workspace/authoring/notebook.js";
import { Repository } from "../../workspace/authoring/repository.js";

const [, , root = "", round = ""] = process.argv;
const address = "explore/page";
const ana = { name: "Ana", email: "ana@example.org" };
const notebook = new Notebook(join(root, "docs"), () => Repository.open(root));
const opened = await notebook.open(address);
let base = opened?.hash;
let text = opened?.text ?? "# Begin\nend\n";
for (let i = 0; ; i++) {
  const mark = `mark-${round}-${i}.`;
  text = text.replace(/(?:end|after)\n$/, `${mark}\nend\n`);
  notebook.keepDraft(address, { id: "0a1b2c3d", text, ...(base && { base }), writer: "Ana" });
  // Not a stream, whose last lines would end with the process.
  writeSync(1, `kept ${mark}\n`);
  const done = await notebook.save(address, ana, { text, ...(base && { base }), note: "Save" });
  if (!("saved" in done)) throw new Error("It met another change.");
  base = done.saved.hash;
  writeSync(1, `saved ${mark}\n`);
}
