import { readPages } from "./read-pages.js";

// Other pages, other combinations of controls each time, and published data, in the soak: each world and the page of take-up by
// itself.
readPages("sample");
readPages("sample", { takeUp: true });
