// Averages, parts without a figure and wards that were.
import "./roll-up-published.test.js";
