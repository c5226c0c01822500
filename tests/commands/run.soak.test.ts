// What is installed, and when.
import "./run.test.js";
