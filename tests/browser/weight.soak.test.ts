// Pages of every kind.
import "./weight.test.js";
