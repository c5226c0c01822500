// Random systems of equations, others each time, held against trying every whole number.
import "./earlier.test.js";
import "./enumeration.test.js";
import "./settle.test.js";
