// In any order of rows, files and estimates.
import "./properties.test.js";
