import { make } from "./elements.js";
import { ask, openSession, type SourcesHere } from "./requests.js";
import { select } from "./schema-form.js";
import { fieldWords, kindWords } from "./source-words.js";

// Where a source's extracts come from: chosen, tried without taking anything, and written to its file.

type Field = SourcesHere["fields"][string][number];
type Place = Record<string, unknown>;

const main = document.querySelector("main")!;
const problem = make("p", { class: "problem", role: "alert" });
const state = make("p", { role: "status" });
const log = make("pre", { class: "log", tabIndex: 0 });
log.setAttribute("aria-label", "What came of trying it");
const logBox = make("div", {});
const file = make("textarea", { class: "source-file", rows: 24, spellcheck: false });
const fileLabel = make("label", { class: "whole" }, "The source’s file", file);
const fileBox = make("div", {});
const name = make("input", { type: "text", autocomplete: "off" });
const nameBox = make(
  "label",
  { class: "field" },
  make("span", {}, "Its name, in lower-case words joined by hyphens (needed)"),
  name,
);
const nameSlot = make("div", {});
const fields = make("div", {});
const tryButton = make("button", { type: "button", onclick: () => void act(tryIt) }, "Try");
const saveButton = make("button", { type: "button", class: "main", onclick: () => void act(save) }, "Save");
const pause = 1_000;

let here: SourcesHere;
let format = "csv";
let type = "https";
/** What is given, by field; as it is written in the form. */
let given: Record<string, string> = {};
/** What the file says that the form does not ask. */
let rest: Place = {};
let base: string | undefined;
const formatBox = make("div", {});
const typeBox = make("div", {});

async function start(): Promise<void> {
  if (!(await openSession()).roles.includes("publisher"))
    throw new Error("Sources are described here by publishers.");
  here = await ask("sources/list", {});
  const chosen = select(
    here.sources.map(({ id, title }) => ({ value: id, words: title })),
    new URLSearchParams(location.search).get("source") ?? undefined,
    (id) => void act(() => choose(id)),
    "a new source",
  );
  main.classList.add("publishing");
  main.replaceChildren(
    make(
      "header",
      {},
      make("a", { href: "/briefings/catalogue" }, "To the catalogue"),
      make("h1", {}, "Sources"),
    ),
    make(
      "div",
      { class: "findings sources" },
      make(
        "section",
        { class: "form", ariaLabel: "The source" },
        labelled("Source", chosen),
        nameSlot,
        formatBox,
        make("h2", {}, "Where its extracts come from"),
        typeBox,
        fields,
        make(
          "p",
          {},
          "A password or key stands in no file. Here stands only which variable of the environment holds it: whoever looks after the machine sets that.",
        ),
        make("p", { class: "ey-writing-actions" }, tryButton, saveButton),
        problem,
        state,
        logBox,
        fileBox,
      ),
    ),
  );
  await choose(chosen.value || undefined);
}

/** Shows a source as its file has it, or an empty form. */
async function choose(id: string | undefined): Promise<void> {
  say("");
  const opened = id === undefined ? undefined : await ask("sources/open", { id });
  base = opened?.hash;
  file.value = opened?.text ?? "";
  fileBox.replaceChildren(...(opened === undefined ? [] : [fileLabel]));
  name.value = id ?? "";
  nameSlot.replaceChildren(...(opened === undefined ? [nameBox] : []));
  const place = (opened?.location ?? { type }) as Place & { type: string };
  type = place.type;
  given = {};
  for (const field of here.fields[type] ?? []) {
    const value = valueAt(place, field);
    if (value !== undefined) given[field.key] = value;
  }
  rest = Object.fromEntries(
    Object.entries(place).filter(
      ([key]) => key !== "type" && !here.fields[type]!.some((field) => field.key.split(".")[0] === key),
    ),
  );
  for (const { key, kind } of here.fields[type]!)
    if (kind === "secret" && isFile(at(place, key))) rest[key.split(".")[0]!] = place[key.split(".")[0]!];
  draw();
}

function draw(): void {
  formatBox.replaceChildren(
    ...(base === undefined
      ? [
          labelled(
            "What kind of file it is (needed)",
            select(
              here.formats.map((value) => ({ value, words: value.toUpperCase() })),
              format,
              (value) => {
                format = value ?? format;
              },
              undefined,
            ),
          ),
        ]
      : []),
  );
  typeBox.replaceChildren(
    labelled(
      "Kind of place (needed)",
      select(
        Object.keys(here.fields)
          .filter((value) => base !== undefined || value !== "inbox")
          .map((value) => ({ value, words: kindWords[value] ?? value })),
        type,
        (value) => {
          type = value ?? type;
          rest = {};
          drawFields();
        },
        undefined,
      ),
    ),
  );
  drawFields();
}

/** The fields of the kind of place that is chosen. The choice itself keeps the reader's place. */
function drawFields(): void {
  const all = here.fields[type]!;
  const [first, more] = [all.filter(isFirst), all.filter((field) => !isFirst(field))];
  fields.replaceChildren(
    ...first.map(fieldOf),
    ...(more.length
      ? [
          make(
            "details",
            { open: more.some(({ key }) => given[key] !== undefined) },
            make("summary", {}, "More about it"),
            ...more.map(fieldOf),
          ),
        ]
      : []),
  );
}

const isFirst = ({ key, isNeeded }: Field): boolean =>
  isNeeded || /^(?:password|key|url|dataSet|version)$/.test(key);

function fieldOf({ key, kind, choices, isNeeded }: Field): HTMLElement {
  const label = `${fieldWords[key] ?? key}${isNeeded ? " (needed)" : ""}`;
  const set = (value: string | undefined): void => {
    if (value === undefined || value === "") delete given[key];
    else given[key] = value;
  };
  if (kind === "secret" && rest[key.split(".")[0]!] !== undefined)
    return make(
      "p",
      {},
      `${fieldWords[key] ?? key}: from a file that is named in the source’s file. It stays.`,
    );
  if (choices || kind === "yes or no")
    return labelled(
      label,
      select(
        (choices ?? ["true", "false"]).map((value) => ({
          value,
          words: ({ true: "yes", false: "no" } as Record<string, string>)[value] ?? value,
        })),
        given[key],
        set,
        "as usual",
      ),
    );
  const input =
    kind === "lines" || kind === "pairs" || kind === "long text"
      ? make("textarea", { rows: 3, value: given[key] ?? "", spellcheck: false })
      : make("input", {
          type: kind === "number" ? "number" : "text",
          autocomplete: "off",
          value: given[key] ?? "",
        });
  input.addEventListener("input", () => set(input.value.trim()));
  const how = {
    lines: ", one a line",
    pairs: ", one a line, as name: value",
    secret: ": the variable of the environment that holds it, as REGISTER_PASSWORD",
    text: "",
    "long text": "",
    number: "",
    "yes or no": "",
  }[kind];
  return labelled(`${label}${how}`, input);
}

/** The location as the form has it. */
function place(): Place {
  const result: Place = { type };
  for (const { key, kind } of here.fields[type]!) {
    const value = given[key];
    if (value === undefined) continue;
    const parts = key.split(".");
    let into = result;
    for (const part of parts.slice(0, -1)) {
      into[part] ??= {};
      into = into[part] as Place;
    }
    into[parts.at(-1)!] = readAs(kind, value);
  }
  return { ...result, ...rest };
}

function readAs(kind: Field["kind"], value: string): unknown {
  const lines = value
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const plain = (text: string): unknown => (/^\d+$/.test(text) ? Number(text) : text);
  switch (kind) {
    case "secret":
      return { environment: value };
    case "number":
      return Number(value);
    case "yes or no":
      return value === "true";
    case "lines":
      return lines.map((line) => (type === "fingertips" ? plain(line) : line));
    case "pairs":
      return Object.fromEntries(
        lines.map((line) => {
          const [, key = line, said = ""] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
          return [key.trim(), plain(said)];
        }),
      );
    default:
      return value;
  }
}

function valueAt(place: Place, { key, kind }: Field): string | undefined {
  const value = at(place, key);
  if (value === undefined || value === null || isFile(value)) return undefined;
  if (kind === "secret") return (value as { environment?: string }).environment;
  if (Array.isArray(value)) return value.join("\n");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([name, said]) => `${name}: ${said}`)
      .join("\n");
  return String(value);
}

const at = (place: Place, key: string): unknown =>
  key.split(".").reduce<unknown>((value, part) => (value as Place | undefined)?.[part], place);
const isFile = (value: unknown): boolean => typeof value === "object" && value !== null && "file" in value;

async function tryIt(): Promise<void> {
  const id = name.value.trim();
  const isFirstTime = file.value === "";
  if (!isFirstTime && type === "inbox")
    throw new Error("Extracts of the inbox are put there by hand: try one with npm run try.");
  await ask(
    isFirstTime ? "sources/describe" : "sources/try",
    isFirstTime ? { id, format, location: place() } : { id, text: file.value, location: place() },
  );
  say("It is being fetched.");
  for (;;) {
    await new Promise((done) => setTimeout(done, pause));
    const { trial } = await ask("sources/trial", {});
    if (!trial) return;
    logBox.replaceChildren(...(trial.lines.length ? [log] : []));
    log.textContent = trial.lines.join("\n");
    if (trial.isUnderWay) continue;
    if (trial.text !== "" && trial.isGood) {
      file.value = trial.text;
      fileBox.replaceChildren(fileLabel);
      say("This is a first text of its file. Answer what it asks, then try again.");
    } else
      say(
        trial.isGood
          ? "It can be fetched and read. Nothing was taken yet."
          : "It cannot be taken so. What is wrong stands below.",
      );
    return;
  }
}

async function save(): Promise<void> {
  const id = name.value.trim();
  const isNew = base === undefined;
  const kept = await ask("sources/save", { id, text: file.value, location: place(), base });
  file.value = kept.text;
  base = kept.hash;
  nameSlot.replaceChildren();
  formatBox.replaceChildren();
  say(`${isNew ? "Described" : "Changed"} in data/sources/${id}.yaml. The next refresh goes by it.`);
}

function say(text: string): void {
  state.textContent = text;
  if (text === "") logBox.replaceChildren();
}

async function act(work: () => Promise<void>): Promise<void> {
  problem.textContent = "";
  for (const button of [tryButton, saveButton]) button.disabled = true;
  try {
    await work();
  } catch (error) {
    problem.textContent = (error as Error).message;
  }
  for (const button of [tryButton, saveButton]) button.disabled = false;
}

function labelled(label: string, field: HTMLElement): HTMLElement {
  return make("label", { class: "field" }, make("span", {}, label), field);
}

start().catch((error: Error) => {
  problem.textContent = error.message;
  main.replaceChildren(problem);
});
