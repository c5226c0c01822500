/** An element with attributes, handlers and children. Texts are text, never markup. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<Omit<HTMLElementTagNameMap[Tag], "children">> & { class?: string } = {},
  ...children: (Node | string | false | undefined)[]
): HTMLElementTagNameMap[Tag] {
  const { class: names, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  if (names) element.className = names;
  element.append(...children.filter((child) => child !== false && child !== undefined));
  return element;
}

/** What a dialog asks for beside its line: one of a few. */
export interface Question {
  label: string;
  answers: readonly { value: string; words: string }[];
}

/** A dialog that asks for one line, and a question more. Gives what is written and chosen, or undefined if it is left. */
export function askLine(
  title: string,
  label: string,
  value: string,
  action: string,
  question?: Question,
): Promise<{ line: string; answer: string } | undefined> {
  return new Promise((resolve) => {
    const input = make("input", { type: "text", value, required: true, maxLength: 120 });
    const list =
      question &&
      make(
        "select",
        {},
        ...question.answers.map(({ value: one, words }) => make("option", { value: one }, words)),
      );
    const dialog = make("dialog", { class: "ey-writing-dialog" });
    const leave = make("button", { type: "button", onclick: () => dialog.close() }, "Cancel");
    const form = make(
      "form",
      { method: "dialog", onsubmit: () => dialog.close(input.value) },
      make("h2", {}, title),
      make("label", {}, label, input),
      list && make("label", {}, question.label, list),
      make("p", { class: "ey-writing-actions" }, make("button", { type: "submit" }, action), leave),
    );
    dialog.append(form);
    dialog.addEventListener("close", () => {
      dialog.remove();
      const line = dialog.returnValue.trim();
      resolve(line ? { line, answer: list?.value ?? "" } : undefined);
    });
    document.body.append(dialog);
    dialog.showModal();
    input.select();
  });
}
