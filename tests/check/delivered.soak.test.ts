// Files of two encodings that are long.
import "./delivered.test.js";
