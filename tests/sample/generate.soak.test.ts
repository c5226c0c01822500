// Whole samples beside each other.
import "./generate.test.js";
