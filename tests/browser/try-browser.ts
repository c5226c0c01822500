import { withBrowser } from "./harness.js";

// Ends with 0 if a browser can be found and starts.
await withBrowser(async (browser) => console.log(`Browser tests use version ${browser.version()}.`));
