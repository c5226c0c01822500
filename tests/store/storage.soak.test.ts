// And as somebody who may not write, in a process of its own.
import "./storage.test.js";
