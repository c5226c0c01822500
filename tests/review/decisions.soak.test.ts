// Decisions of any kind and order.
import "./decisions.test.js";
