// With what Framework builds by itself.
import "./start.test.js";
