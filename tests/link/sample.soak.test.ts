// Parameters estimated from the records of a sample.
import "./sample.test.js";
