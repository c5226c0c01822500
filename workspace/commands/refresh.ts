import { askedOf, beginCheck } from "../../loaders/refresh/last-check.js";
import type { RefreshNews } from "../serve/refresh-child.js";
import { type Command, pathOption } from "./command.js";

export const refresh: Command = {
  summary: "Bring everything up to date from the extracts, without serving",
  usage: "[--inbox <folder>] [--fetch]",
  options: {
    inbox: {
      type: "string",
      about: "the folder that extracts are read from; else data/inbox, else the sample",
    },
    fetch: {
      type: "boolean",
      about: "look at every connected source now, though it was looked at a short while ago",
    },
  },
  async run(given) {
    const inbox = pathOption(given, "inbox", "folder");
    const check = beginCheck(askedOf(inbox));
    const { causes } = await import("../../loaders/store/runs.js");
    const { bringUpToDate } = await import("../bring-up-to-date.js");
    const lines: string[] = [];
    const log = (line: string): void => {
      lines.push(line);
      console.log(line);
    };
    // The watch says what set it off. At a time that a source says it is looked at, however short a while ago it was.
    const cause = causes.find((one) => one === process.env.REFRESH_CAUSE) ?? "by hand";
    const scheduled = process.env.REFRESH_SOURCES?.split(" ").filter(Boolean) ?? [];
    const fetch = given.values.fetch ? "now" : scheduled.length ? scheduled : "due";
    const result = await bringUpToDate(inbox, { fetch, log, cause });
    const { store, manifest, changed, unchanged } = result;
    const news: RefreshNews = {
      inbox: store.inbox,
      sample: manifest.sample,
      refreshedAt: manifest.refreshedAt,
      unchanged,
      changed,
      failed: manifest.failures.map(({ step }) => step),
    };
    process.send?.(news);
    const { keepCheck } = await import("../../loaders/refresh/keep-check.js");
    const isRefused = Object.values(manifest.sources).some(({ refused }) => refused.length);
    const code = news.failed.length ? 1 : isRefused ? 3 : 0;
    keepCheck(check, result, { lines, news, code });
    return code;
  },
};
