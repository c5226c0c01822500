// A review that is killed as it answers.
import "./server.test.js";
