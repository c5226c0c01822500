// Every messy file.
import "./real-files.test.js";
