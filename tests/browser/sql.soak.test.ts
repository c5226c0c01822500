// Queries of each kind, and all that stands beside them.
import "./sql.test.js";
