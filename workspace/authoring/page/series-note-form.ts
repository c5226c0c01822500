import { z } from "zod";
import type { Choices } from "./choices.js";
import { make } from "./elements.js";
import { ask } from "./requests.js";
import { fieldsOf, type Values } from "./schema-form.js";

const fields = {
  date: z.iso.date().describe("The day that it is about"),
  indicator: z.string().describe("The indicator whose series it is drawn with"),
  area: z.string().optional().describe("The area that it is about; else all"),
  source: z.string().optional().describe("The source whose figures it is about; else all"),
  break: z.boolean().optional().describe("Whether figures before do not compare with those after; else no"),
  text: z.string().max(400).describe("What a reader should know, in a sentence or two"),
};
const schema = z.strictObject(fields);
const publishersSchema = z.strictObject({
  ...fields,
  public: z
    .boolean()
    .optional()
    .describe("Whether the public reads it too, where it reads the series; else no"),
});

/** The form of a dated note on a series, which is drawn wherever that series is drawn, with its writer; on public pages only as a publisher says so. `indicator` is the one that is chosen at first. */
export function seriesNoteForm(
  { indicators, areas, sources }: Choices,
  {
    leave,
    mayPublish,
    indicator,
  }: { leave: () => void; mayPublish: boolean; indicator?: string | undefined },
): HTMLElement {
  const values: Values = {
    date: new Date().toISOString().slice(0, 10),
    indicator: indicator ?? indicators[0]?.value,
  };
  const status = make("p", { role: "status" });
  const keep = make(
    "button",
    { type: "button", class: "main", onclick: () => void write() },
    "Keep the note",
  );
  const write = async (): Promise<void> => {
    keep.disabled = true;
    try {
      const { file } = await ask("series-note", { text: "", ...values });
      status.textContent = `Kept as data/notes/${file}. It is drawn after the next refresh.`;
    } catch (error) {
      status.textContent = (error as Error).message;
      keep.disabled = false;
    }
  };
  return make(
    "section",
    { class: "form", ariaLabel: "A note on a series" },
    make("h2", {}, "A note on a series"),
    ...fieldsOf(
      mayPublish ? publishersSchema : schema,
      values,
      (name) => ({ indicator: indicators, area: areas, source: sources })[name],
      (name, value) => {
        if (value === undefined) delete values[name];
        else values[name] = value;
        keep.disabled = false;
      },
    ),
    status,
    make(
      "p",
      { class: "ey-writing-actions" },
      keep,
      make("button", { type: "button", onclick: leave }, "Close"),
    ),
  );
}
