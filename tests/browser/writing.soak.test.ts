// All that goes wrong while a page is written: a server that dies, a cell that runs for ever, marks of git.
import "./writing.test.js";
