// Records of an unrelated child beside others.
import "./properties.test.js";
