// Two refreshes at once, and one that is killed at two steps.
import "./killed.test.js";
