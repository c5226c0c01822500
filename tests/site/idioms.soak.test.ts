// Each idiom of Framework in each edition, and where it is refused.
import "./idioms.test.js";
