// What is around every page, in every edition.
import "./shell.test.js";
