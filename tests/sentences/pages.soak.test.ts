// Every page's controls but take-up's in combinations of their choices, others each time.
import { seed } from "../soak.js";
import { readPages } from "./read-pages.js";

readPages("sample", { seed });
