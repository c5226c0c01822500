// A queue of more pairs than it holds.
import "./queue.test.js";
