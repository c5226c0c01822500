// The page of take-up in all the ways that it is used.
import "./explore.test.js";
