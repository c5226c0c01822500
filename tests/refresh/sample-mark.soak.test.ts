// The mark of invented data in stores that were copied and moved.
import "./sample-mark.test.js";
