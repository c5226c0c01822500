// With the extracts of all terms, from each of which a child is erased.
import "./erase.test.js";
