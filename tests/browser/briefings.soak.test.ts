// All that a service manager does with briefings and catalogue.
import "./briefings.test.js";
