// Refreshes in any sequence, many of them.
import "./incremental.test.js";
