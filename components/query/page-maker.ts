import { element } from "../element.js";
import { copyButton } from "../inputs/copy-button.js";
import { fileOfPage, type PageOfQuery, pageOfQuery } from "./page-of-query.js";

/** The Markdown of a page that asks the same, to be copied or kept as a file. */
export function pageMaker(now: () => Omit<PageOfQuery, "title">): { element: HTMLElement; update(): void } {
  const title = element("input", {
    type: "text",
    value: "",
    placeholder: "What does it ask?",
    "aria-label": "Title of the page",
    maxlength: 120,
    oninput: update,
  });
  const text = element("code", {});
  const file = element("a", { class: "ey-download", href: "#" }, "Download as a file");
  file.addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob([text.textContent ?? ""], { type: "text/markdown" }));
    file.href = url;
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
  const { copy, status } = copyButton(text);
  return {
    element: element(
      "div",
      { class: "ey-query-page ey-control" },
      element("label", {}, "Title ", title),
      element("pre", { tabindex: 0, role: "region", "aria-label": "Text of the page" }, text),
      element("div", { class: "ey-buttons" }, copy, file),
      status,
      element(
        "p",
        { class: "ey-source" },
        "Keep it in a folder of your own below docs/explore, as in docs/explore/amina/my-question.md. It is then a page of the workspace: change it as you like.",
      ),
    ),
    update,
  };

  function update(): void {
    const page: PageOfQuery = { title: title.value, ...now() };
    text.textContent = pageOfQuery(page);
    file.download = fileOfPage(page.title);
    status.textContent = "";
  }
}
