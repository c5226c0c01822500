// Systems beside each other.
import "./settle.test.js";
