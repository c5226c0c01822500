// Requests that do not end.
import "./guard.test.js";
