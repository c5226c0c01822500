// Children of several rows, of several terms and of several places.
import "./counted.test.js";
