// All that a build refuses, and what it lets through.
import "./build.test.js";
