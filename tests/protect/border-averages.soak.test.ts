// Each average that the border catches.
import "./border-averages.test.js";
