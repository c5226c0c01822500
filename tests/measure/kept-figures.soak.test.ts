// Figures kept and measured anew, through other refreshes each time.
import "./kept-figures.test.js";
