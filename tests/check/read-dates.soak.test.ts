// Dates that stand in a file in every way.
import "./read-dates.test.js";
