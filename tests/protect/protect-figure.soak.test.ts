// Counts by the thousand, others each time.
import "./protect-figure.test.js";
