import { element } from "../../../components/element.js";
import { formatCount } from "../../../components/words/numbers.js";
import type { Verdict } from "../../../loaders/link/decisions.js";
import type { DecisionEntry, Queue } from "../types.js";
import { type Action, actions } from "./actions.js";
import { ask } from "./ask.js";
import { showList, watchList } from "./decision-list.js";
import { pairView } from "./pair.js";
import { Reason } from "./reason.js";
import { Sitting } from "./sitting.js";

const words: Record<Verdict, string> = {
  same: "same child",
  different: "different children",
  unsure: "unsure",
};

const find = <T extends HTMLElement>(selector: string): T => document.querySelector<T>(selector)!;
const reason = new Reason(toHeading);
let sitting: Sitting | undefined;

const acts: Record<Action, () => void> = {
  same: () => decide("same"),
  different: () => decide("different"),
  unsure: () => decide("unsure"),
  undo: () => {
    alarm("");
    sitting?.undoLast();
  },
  back: () => sitting?.move(-1),
  next: () => sitting?.move(1),
};
const named = Object.entries(actions) as [Action, (typeof actions)[Action]][];

void start();

async function start(): Promise<void> {
  watchKeys();
  drawActions();
  watchList(undoListed, (error) => alarm(error.message));
  addEventListener("beforeunload", (event) => {
    if (sitting?.unsaved) event.preventDefault();
  });
  await meet();
  await load();
}

/** Waits until it is known who reviews. */
async function meet(): Promise<void> {
  const who = find("#who");
  if (!who.dataset.who) who.dataset.who = await askWho();
  who.textContent = `Reviewing as ${who.dataset.who}.`;
}

function askWho(): Promise<string> {
  const form = find<HTMLFormElement>("#ask-who");
  const input = find<HTMLInputElement>("#name");
  form.hidden = false;
  input.focus();
  return new Promise((resolve) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const name = await ask<string>("who", { who: input.value });
        form.hidden = true;
        resolve(name);
      } catch (error) {
        alarm((error as Error).message);
      }
    });
  });
}

async function load(): Promise<void> {
  say("Reading the pairs…");
  try {
    const waiting =
      "Another job, such as a refresh, is at work on the store. The pairs come when it has ended.";
    const queue = await ask<Queue>("queue", {}, () => say(waiting));
    sitting = new Sitting(queue, {
      changed: show,
      waiting: (at) =>
        say(
          `${pairAt(at)} waits: another job, such as a refresh, is at work on the store. It is kept when that has ended. Leave this page open; you can go on.`,
        ),
      kept: (at) => settle(at, `${pairAt(at)} is kept: ${words[sitting!.decided(at)?.verdict ?? "unsure"]}.`),
      undone: (at) =>
        settle(at, `${pairAt(at)} is undone.${at < 0 ? " Load the page again to see its pair." : ""}`),
      failed: (at, what, error) => {
        show();
        alarm(`${pairAt(at)} was not ${what}: try again. ${error.message}`);
      },
    });
    say(queue.total ? "" : "No pair waits for review.");
    find("#review").hidden = !queue.total;
    show();
  } catch (error) {
    say("");
    alarm((error as Error).message);
  }
}

function pairAt(at: number): string {
  return at < 0 ? "The decision" : `Pair ${at + 1}`;
}

function settle(at: number, text: string): void {
  if (sitting?.at === at) show();
  const { count, pairs, total, unsaved } = sitting!;
  const all = pairs.length > 0 && count === pairs.length && !unsaved;
  const more = total > pairs.length ? " Load the page again for the rest." : "";
  say(all ? `${text} All ${pairs.length} pairs are decided: the next refresh follows them.${more}` : text);
  void showList(undoListed, (error) => alarm(error.message));
}

let shown = -1;

function show(): void {
  const { at, pairs, count, total } = sitting!;
  if (!pairs.length) return;
  const decided = sitting!.decided(at);
  const of = total > pairs.length ? `${pairs.length} (${formatCount(total)} in all)` : pairs.length;
  const heading = `Pair ${at + 1} of ${of}, ${count} decided`;
  const state = decided && `${decided.id ? "Decided" : "Being kept"}: ${words[decided.verdict]}.`;
  find("#pair").replaceChildren(...pairView(pairs[at]!, heading, state));
  if (at === shown) return;
  shown = at;
  reason.clear();
  toHeading();
  scrollTo({ top: 0 });
}

function toHeading(): void {
  document.querySelector<HTMLElement>("#pair-heading")?.focus();
}

function decide(verdict: Verdict): void {
  alarm("");
  sitting?.decide(verdict, reason.take());
}

function undoListed(decision: DecisionEntry): void {
  alarm("");
  sitting?.undoListed(decision);
}

function drawActions(): void {
  find("#actions").replaceChildren(
    ...named.map(([name, { key, sign, label, decides }]) =>
      element(
        "button",
        { type: "button", class: decides && "verdict", "aria-keyshortcuts": key, onclick: acts[name] },
        element("kbd", {}, sign),
        ` ${label}`,
      ),
    ),
  );
}

function watchKeys(): void {
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, repeat, target } = event;
    if (!sitting || ctrlKey || metaKey || altKey || isTyping(target)) return;
    if (!find<HTMLInputElement>("#shortcuts").checked) return;
    const [name, action] =
      named.find((one) => one[1].key === (key.length === 1 ? key.toLowerCase() : key)) ?? [];
    // A key held down decides once.
    if (name && (!repeat || !action?.decides)) acts[name]();
    else if (key === "r" || key === "R") reason.focus();
    else if (/^[1-9]$/.test(key)) reason.toggle(Number(key) - 1);
    else return;
    event.preventDefault();
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type !== "checkbox";
}

function say(text: string): void {
  find("#status").textContent = text;
}

function alarm(text: string): void {
  find("#alert").textContent = text;
}
