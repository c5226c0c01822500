// From the first start on, while extracts come and pages are written; and what Framework builds by itself.
import "./start.test.js";
