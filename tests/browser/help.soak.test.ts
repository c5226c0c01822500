// More families, each with its answers.
import "./help.test.js";
