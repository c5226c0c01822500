// The large table that a time limit is for.
import "./time-limit.test.js";
