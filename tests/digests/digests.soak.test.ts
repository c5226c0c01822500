// Each thing that may happen to a digest on its way.
import "./digests.test.js";
