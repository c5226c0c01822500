// The controls of take-up in combinations of their choices, others each time.
import { seed } from "../soak.js";
import { readPages } from "./read-pages.js";

readPages("sample", { takeUp: true, seed });
