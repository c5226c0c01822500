import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Notebook } from "../../workspace/authoring/notebook.js";
import { Repository } from "../../workspace/authoring/repository.js";
import { Random } from "../../workspace/sample/random.js";

const address = "explore/page";
const start = Array.from({ length: 30 }, (_, i) => `line ${i}\n`).join("");

/** What a writer has in the editor. */
interface Desk {
  writer: { name: string; email: string };
  text: string;
  /** The text that was opened. */
  opened: string;
  base: string;
  settles?: string;
}

/**
 * Two writers and a disk change one page at random, each change with a mark of its own, and the writers save now and then;
 * where their changes meet they choose at random. Gives the marks that are neither in the page nor in its history at the
 * end, and how often changes were merged and met.
 */
export async function lostEdits(edits: number, seed: number) {
  const root = mkdtempSync(join(tmpdir(), "lost-edits-"));
  try {
    const docs = join(root, "docs");
    mkdirSync(join(docs, "explore"), { recursive: true });
    const file = join(docs, `${address}.md`);
    const random = new Random(seed);
    const notebook = new Notebook(docs, () => Repository.open(root));
    const counts = { merged: 0, met: 0 };
    const open = async (writer: Desk["writer"]): Promise<Desk> => {
      const { text, hash } = (await notebook.open(address))!;
      return { writer, text, opened: text, base: hash };
    };
    const save = async (desk: Desk): Promise<void> => {
      const { writer, text, base, settles } = desk;
      const done = await notebook.save(address, writer, { text, base, settles, note: "Save" });
      if ("saved" in done) {
        if (done.saved.merged) counts.merged++;
        Object.assign(desk, await open(writer), { settles: undefined });
        return;
      }
      counts.met++;
      const { pieces, base: now, settles: aside } = done.conflict;
      const chosen = pieces.map((piece) =>
        typeof piece === "string" ? piece : random.next() < 0.5 ? piece.yours : piece.theirs,
      );
      Object.assign(desk, { text: chosen.join(""), base: now, settles: aside });
      await save(desk);
    };
    const ana = { name: "Ana", email: "ana@example.org" };
    const bo = { name: "Bo", email: "bo@example.org" };
    await notebook.save(address, ana, { text: start, note: "Begin" });
    const desks = [await open(ana), await open(bo)] as const;
    const marks: string[] = [];
    for (let i = 0; i < edits; i++) {
      const mark = `mark-${i}.`;
      marks.push(mark);
      const who = random.next();
      if (who < 0.25) writeFileSync(file, withMark(readFileSync(file, "utf8"), mark, random));
      else {
        const desk = desks[who < 0.625 ? 0 : 1];
        desk.text = withMark(withoutLine(desk, random), mark, random);
        if (random.next() < 0.5) await save(desk);
      }
    }
    for (const desk of desks) await save(desk);
    const versions = await notebook.versions(address);
    const texts = await Promise.all(versions.map(({ id }) => notebook.textAt(address, id)));
    const all = [readFileSync(file, "utf8"), ...texts].join("\n");
    return { lost: marks.filter((mark) => !all.includes(mark)), ...counts };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

// A mark in a line of its own, or at the end of another.
function withMark(text: string, mark: string, random: Random): string {
  const lines = text.split("\n");
  const at = Math.floor(random.next() * lines.length);
  if (random.next() < 0.5) lines.splice(at, 0, mark);
  else lines[at] += ` ${mark}`;
  return lines.join("\n");
}

// A line that stood there when the page was opened may go: it is in the history then.
function withoutLine({ text, opened }: Desk, random: Random): string {
  if (random.next() < 0.7) return text;
  const there = new Set(opened.split("\n"));
  const lines = text.split("\n");
  const at = Math.floor(random.next() * lines.length);
  return there.has(lines[at]!) ? lines.toSpliced(at, 1).join("\n") : text;
}
