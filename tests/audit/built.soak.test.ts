// More differences between figures.
import "./built.test.js";
