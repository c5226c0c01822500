import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { normalizeConfig } from "../../workspace/site/framework/internals.js";
import { SiteLoaders } from "../../workspace/site/framework/site-loaders.js";
import { type SmallSite, smallSite } from "./small-site.js";

let site: SmallSite;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  site = smallSite({ pages: { "index.md": "# Home\n" } });
});
afterEach(() => {
  vi.useRealTimers();
  site.remove();
});

test("what an opened page shows is compared once more after its watchers are set, unless it was closed", async () => {
  const edition = site.edition("workspace");
  const loaders = new SiteLoaders(edition, normalizeConfig({}, edition.root).loaders, () => new Map());
  const compare = vi.fn();
  const opened = await loaders.watchFiles("/index", [], compare);
  expect(compare).not.toHaveBeenCalled();
  const closed = await loaders.watchFiles("/index", [], () => expect.unreachable());
  closed.close();
  await vi.runAllTimersAsync();
  expect(compare).toHaveBeenCalledTimes(1);
  opened.close();
});

test("what somebody has written and not saved is in no list of pages, so in no search, whatever it says of itself", () => {
  const edition = site.edition("workspace");
  site.write("docs/.index.0a1b2c3d.draft.md", "---\nindex: true\n---\n\n# Not yet\n");
  const loaders = new SiteLoaders(edition, normalizeConfig({}, edition.root).loaders, () => new Map());
  expect([...loaders.findPagePaths()]).toEqual(["/index"]);
});
