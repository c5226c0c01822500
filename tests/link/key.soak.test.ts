// The same children in two stores.
import "./key.test.js";
