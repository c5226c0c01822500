// Every page but take-up over published data alone.
import { seed } from "../soak.js";
import { readPages } from "./read-pages.js";

readPages("published", { seed });
