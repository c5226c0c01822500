// Random cities counted, others each time.
import "./joined.test.js";
import "./parts-and-whole.test.js";
import "./roll-up-published.test.js";
