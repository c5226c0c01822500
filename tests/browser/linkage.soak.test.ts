// All that one does on the pages of linkage.
import "./linkage.test.js";
