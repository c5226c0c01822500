// Gaps and years in progress.
import "./pool.test.js";
