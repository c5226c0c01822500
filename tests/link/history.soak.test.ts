// Merges, splits and returns of every kind.
import "./history.test.js";
