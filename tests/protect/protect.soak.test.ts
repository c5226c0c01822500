// Protection whatever the order of the figures.
import "./protect.test.js";
