import axe from "axe-core";
import { readingAge } from "../review/reading-age.js";
import type { Looked } from "./looked.js";

// Runs in the page under review, as its audience reads it, and tells the review beside it what is on it. Who may show this
// page in a frame is in its policy, so what is told goes to whoever does.
const quiet = 1_500;
const longest = 20_000;
const highlighted = "early-years-commented";

function tell(looked: Looked): void {
  parent.postMessage(looked, "*");
}

async function look(): Promise<void> {
  await settled();
  const main = document.querySelector<HTMLElement>("#observablehq-main") ?? document.body;
  const paragraphs = [...main.querySelectorAll<HTMLElement>("p, li")]
    .filter((element) => !element.closest("figure, table, form, footer"))
    .map((element) => element.innerText);
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  tell({
    "early-years": "looked",
    reading: readingAge(paragraphs) ?? null,
    accessibility: violations.map(({ help, impact, nodes }) => ({
      help,
      isSerious: impact === "serious" || impact === "critical",
      places: nodes.slice(0, 3).map(({ target }) => target.join(" ")),
      count: nodes.length,
    })),
    errors: [...main.querySelectorAll<HTMLElement>(".observablehq--error")].map(
      ({ innerText }) => innerText.split("\n")[0]!,
    ),
  });
}

// Cells draw when their data have come: the page is looked at once nothing has changed for a while.
function settled(): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      observer.disconnect();
      clearTimeout(limit);
      resolve();
    };
    let timer = setTimeout(done, quiet);
    const limit = setTimeout(done, longest);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(done, quiet);
    });
    observer.observe(document.body, { subtree: true, childList: true });
  });
}

/** Shows the words that a comment is about, if they are still there. */
function show(words: string): void {
  const plain = (text: string) => text.replace(/\s+/g, " ").trim();
  const wanted = plain(words);
  const blocks = [...document.querySelectorAll<HTMLElement>("#observablehq-main *")].filter((element) =>
    plain(element.innerText ?? "").includes(wanted),
  );
  const block = blocks.at(-1);
  if (!block) {
    tell({ "early-years": "not found" });
    return;
  }
  const style = document.createElement("style");
  style.textContent = `.${highlighted} { outline: 3px solid #b58900; outline-offset: 4px; }`;
  document.head.append(style);
  for (const other of document.querySelectorAll(`.${highlighted}`)) other.classList.remove(highlighted);
  block.classList.add(highlighted);
  block.scrollIntoView({ block: "center" });
}

document.addEventListener("selectionchange", () => {
  const words = String(getSelection() ?? "").trim();
  if (words) tell({ "early-years": "selected", words: words.slice(0, 1_000) });
});
addEventListener("message", ({ data, source }) => {
  if (source === parent && typeof data?.show === "string") show(data.show);
});
void look();
