// Truths of all kinds, and such as say nothing.
import "./evaluate.test.js";
