// Protecting a table, interrupted.
import "./protect-command.test.js";
