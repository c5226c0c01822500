// The cases of both lists.
import "./cases.test.js";
