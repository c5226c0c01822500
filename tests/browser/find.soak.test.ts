// With searches that nothing fits, and figures in pages of other sites.
import "./find.test.js";
