// With more pairs than fit into memory.
import "./files.test.js";
