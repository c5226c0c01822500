// With the register of all England.
import "./broken-files.test.js";
