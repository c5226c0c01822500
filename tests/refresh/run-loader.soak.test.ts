// In a copy of the workspace that has loaders of many kinds.
import "./run-loader.test.js";
