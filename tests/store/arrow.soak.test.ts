// As many different texts as take one byte, or more.
import "./arrow.test.js";
