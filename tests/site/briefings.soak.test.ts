// With a second build of the briefings, which is refused.
import "./briefings.test.js";
