// Front matter that is written to do harm, in each way.
import "./deaths.test.js";
